# Made by FastSlow. Change the look here, then run: gnuplot wild.gp
# Other formats: gnuplot -e "formats='pdf'" wild.gp

if (!exists("formats")) formats = 'svg png'
format = word(formats, 1)
reset
set encoding utf8

if (format eq 'svg') set terminal svg size 800,520 font 'sans-serif,15' background '#ffffff'
if (format eq 'png') set terminal pngcairo size 800,520 font 'sans-serif,11.3' background '#ffffff'
if (format eq 'pdf') set terminal pdfcairo size 8.3333in,5.4167in font 'sans-serif,11.3'
if (format eq 'txt') set terminal dumb mono noenhanced size 100,26
set output 'wild.'.format

set border 3 lc rgb '#555555' lw 1
set tics nomirror out scale 0.6 textcolor rgb '#1A1A1A'
if (format ne 'txt') set grid back lt 1 lc rgb '#E4E4E4' lw 0.7
set minussign
set clip two
set bars 0.6

# Styles, by what they mean.
set style line 1 lc rgb '#0072B2' lw 2 dt 1 pt 7 ps 0.9  # series 0
set style line 2 lc rgb '#D55E00' lw 2 dt (24,7) pt 5 ps 0.9  # series 1
set style line 3 lc rgb '#009E73' lw 2 dt (18,6,4,6) pt 9 ps 0.9  # series 2
set style line 4 lc rgb '#E69F00' lw 2 dt (12,7) pt 13 ps 0.9  # series 3
set style line 5 lc rgb '#CC79A7' lw 2 dt (4,6) pt 6 ps 0.9  # series 4
set style line 6 lc rgb '#56B4E9' lw 2 dt 1 pt 4 ps 0.9  # series 5
set style line 7 lc rgb '#8C8C8C' lw 1.5 dt (4,6) pt 7 ps 0.9  # reference

unset label
unset arrow
set title 's_{1}^2 { }{ @m &x ~a it''s "q" \n \ `echo boo` $(x) %g # ;'."\n".'<script>&amp; ε̇ = ∂f/∂x' noenhanced
set xlabel 's_{1}^2 { (}{ @m &x ~a)' noenhanced
set xrange [-0.04:1.04]
unset logscale x
set format x '%h'
set xtics autofreq
set ylabel 'it''s "q" \n \ and a second line' noenhanced
set yrange [-0.2:5.2]
unset logscale y
set format y '%h'
set ytics autofreq
set key inside top left vertical Left reverse noenhanced noopaque nobox samplen 2.5 spacing 1.15
set label '`echo boo` $(x) %g # ; ' at first 0.9,first 3.0 right offset char -0.8,0.5 front noenhanced tc rgb '#1A1A1A'
set arrow from graph 0,first 2.0 to graph 1,first 2.0 nohead back ls 7
plot 'wild.dat' index 0 using 1:2 with lines ls 1 title 's_{1}^2 {', \
  'wild.dat' index 1 using 1:2 with lines ls 2 title '}{ @m &x ~a', \
  'wild.dat' index 2 using 1:2 with lines ls 3 title 'it''s "q" \n \', \
  'wild.dat' index 3 using 1:2 with lines ls 4 title '`echo boo` $(x) %g # ; ', \
  'wild.dat' index 4 using 1:2 with lines ls 5 title '<script>&amp;', \
  'wild.dat' index 5 using 1:2 with lines ls 6 title 'ε̇ = ∂f/∂x', \
  keyentry with lines ls 7 title '<script>&amp;'

unset output

# Draw the next format.
formats = formats[strlen(format) + 2:]
if (strlen(formats) > 0) load ARG0
