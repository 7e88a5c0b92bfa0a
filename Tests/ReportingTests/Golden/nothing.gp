# Made by FastSlow. Change the look here, then run: gnuplot nothing.gp
# Other formats: gnuplot -e "formats='pdf'" nothing.gp

if (!exists("formats")) formats = 'svg png'
format = word(formats, 1)
reset
set encoding utf8

if (format eq 'svg') set terminal svg size 800,520 font 'sans-serif,15' background '#ffffff'
if (format eq 'png') set terminal pngcairo size 800,520 font 'sans-serif,11.3' background '#ffffff'
if (format eq 'pdf') set terminal pdfcairo size 8.3333in,5.4167in font 'sans-serif,11.3'
if (format eq 'txt') set terminal dumb mono noenhanced size 100,26
set output 'nothing.'.format

set border 3 lc rgb '#555555' lw 1
set tics nomirror out scale 0.6 textcolor rgb '#1A1A1A'
if (format ne 'txt') set grid back lt 1 lc rgb '#E4E4E4' lw 0.7
set minussign
set clip two
set bars 0.6

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

unset output

# Draw the next format.
formats = formats[strlen(format) + 2:]
if (strlen(formats) > 0) load ARG0
