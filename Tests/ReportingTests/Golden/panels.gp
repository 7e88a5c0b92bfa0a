# Made by FastSlow. Change the look here, then run: gnuplot panels.gp
# Other formats: gnuplot -e "formats='pdf'" panels.gp

if (!exists("formats")) formats = 'svg png'
format = word(formats, 1)
reset
set encoding utf8

if (format eq 'svg') set terminal svg size 1120,480 font 'sans-serif,14' background '#ffffff'
if (format eq 'png') set terminal pngcairo size 1120,480 font 'sans-serif,10.5' background '#ffffff'
if (format eq 'pdf') set terminal pdfcairo size 11.667in,5in font 'sans-serif,10.5'
if (format eq 'txt') set terminal dumb mono noenhanced size 140,24
set output 'panels.'.format

set border 3 lc rgb '#555555' lw 1
set tics nomirror out scale 0.6 textcolor rgb '#1A1A1A'
if (format ne 'txt') set grid back lt 1 lc rgb '#E4E4E4' lw 0.7
set minussign
set clip two
set bars 0.6

# Styles, by what they mean.
set style line 1 lc rgb '#E69F00' lw 1.5 dt 1 pt 7 ps 0.9  # simulation 0
set style line 2 lc rgb '#555555' lw 1.5 dt (12,7) pt 7 ps 0.9  # fit
set style line 3 lc rgb '#8C8C8C' lw 1.5 dt (4,6) pt 7 ps 0.9  # reference

set multiplot layout 1,2 title 'Two' noenhanced

# Panel 1
unset label
unset arrow
set title 'Nothing' noenhanced
set xlabel 't' noenhanced
set xrange [0.0831763771102671:12.022644346174129]
set logscale x 10
set format x '10^{%T}'
set xtics autofreq
set ylabel 'x' noenhanced
set yrange [-0.04:1.04]
unset logscale y
set format y '%h'
set ytics autofreq
unset key
set label 'no data' at graph 0.5,0.5 center front tc rgb '#555555'
plot NaN notitle

# Panel 2
unset label
unset arrow
set title 'Finite-size deviation' noenhanced
set xlabel 'width N' noenhanced
set xrange [28.640802269695115:572.0510146929767]
set logscale x 10
set format x '%h'
set xtics (50.0, 100.0, 200.0, 500.0, '' 30.0 1, '' 40.0 1, '' 60.0 1, '' 70.0 1, '' 80.0 1, '' 90.0 1, '' 300.0 1, '' 400.0 1)
set ylabel 'deviation from the ODE' noenhanced
set yrange [0.037079775461148906:0.24651241509208377]
set logscale y 10
set format y '%h'
set ytics (0.05, 0.1, 0.2, '' 0.04 1, '' 0.06 1, '' 0.07 1, '' 0.08 1, '' 0.09 1)
set key inside top right vertical Left reverse noenhanced noopaque nobox samplen 2.5 spacing 1.15
set label 'largest run' at first 512.0,first 0.0486 right offset char -0.8,0.5 front noenhanced tc rgb '#1A1A1A'
plot 'panels.dat' index 0 using 1:2:3:4 with yerrorbars ls 1 title 'SGD', \
  'panels.dat' index 1 using 1:2 with lines ls 2 title 'fit: N^(-0.50 ± 0.01)'

unset multiplot
unset output

# Draw the next format.
formats = formats[strlen(format) + 2:]
if (strlen(formats) > 0) load ARG0
