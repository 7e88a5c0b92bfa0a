# Made by FastSlow. Change the look here, then run: gnuplot phase-plane.gp
# Other formats: gnuplot -e "formats='pdf'" phase-plane.gp

if (!exists("formats")) formats = 'svg png'
format = word(formats, 1)
reset
set encoding utf8

if (format eq 'svg') set terminal svg size 800,520 font 'sans-serif,15' background '#ffffff'
if (format eq 'png') set terminal pngcairo size 800,520 font 'sans-serif,11.3' background '#ffffff'
if (format eq 'pdf') set terminal pdfcairo size 8.3333in,5.4167in font 'sans-serif,11.3'
if (format eq 'txt') set terminal dumb mono noenhanced size 100,26
set output 'phase-plane.'.format

set border 3 lc rgb '#555555' lw 1
set tics nomirror out scale 0.6 textcolor rgb '#1A1A1A'
if (format ne 'txt') set grid back lt 1 lc rgb '#E4E4E4' lw 0.7
set minussign
set clip two
set bars 0.6

# Styles, by what they mean.
set style line 1 lc rgb '#8C8C8C' lw 1 dt 1 pt 7 ps 0.9  # flow
set style line 2 lc rgb '#1A1A1A' lw 2.5 dt 1 pt 7 ps 0.9  # attracting
set style line 3 lc rgb '#1A1A1A' lw 2 dt (12,7) pt 7 ps 0.9  # repelling
set style line 4 lc rgb '#0072B2' lw 2 dt 1 pt 7 ps 0.9  # trajectory
set style line 5 lc rgb '#D55E00' lw 2 dt 1 pt 6 ps 1.4  # fold
set style line 6 lc rgb '#1A1A1A' lw 2 dt 1 pt 6 ps 1.4  # unstable equilibrium

unset label
unset arrow
set title 'Van der Pol, ε = 0.01' noenhanced
set xlabel 'y' noenhanced
set xrange [-1.4572800000000012:1.4572800000000012]
unset logscale x
set format x '%h'
set xtics autofreq
set ylabel 'x' noenhanced
set yrange [-2.3760000000000003:2.3760000000000003]
unset logscale y
set format y '%h'
set ytics autofreq
set key outside below center horizontal Left reverse noenhanced noopaque nobox samplen 2.5 spacing 1.15 height 1
plot 'phase-plane.dat' index 0 using 1:2:3:4 with vectors ls 1 head filled size graph 0.014,22 title 'flow', \
  'phase-plane.dat' index 1 using 1:2 with lines ls 2 title 'attracting', \
  'phase-plane.dat' index 2 using 1:2 with lines ls 3 title 'repelling', \
  'phase-plane.dat' index 3 using 1:2 with lines ls 2 notitle, \
  'phase-plane.dat' index 4 using 1:2 with lines ls 4 title 'full system', \
  'phase-plane.dat' index 5 using 1:2 with points ls 5 title 'fold', \
  'phase-plane.dat' index 6 using 1:2 with points ls 6 title 'equilibrium'

unset output

# Draw the next format.
formats = formats[strlen(format) + 2:]
if (strlen(formats) > 0) load ARG0
