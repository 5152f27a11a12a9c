# What all pictures begin with. Places are in points from the left and the top; texts are marks, as [[7]], which words replace afterwards.
set terminal svg size width,height dynamic font "sans-serif,13" noenhanced rounded
unset key
unset border
unset tics
set lmargin at screen 0
set rmargin at screen 1
set tmargin at screen 1
set bmargin at screen 0
set xrange [0:width]
set yrange [height:0]

# Lines that greyscale and colour-blind readers tell apart too: by their dashes.
set style line 1 lc rgb "#000000" lw 2 dt solid
set style line 2 lc rgb "#b04400" lw 2 dt (12,6)
set style line 3 lc rgb "#0060a0" lw 2 dt (3,4)
set style line 4 lc rgb "#3f6f2f" lw 2 dt (16,5,3,5)
set style line 5 lc rgb "#777777" lw 1 dt (2,3)
set style line 8 lc rgb "#000000" lw 1 dt solid
set style line 9 lc rgb "#d0d0d0" lw 1 dt solid

set multiplot
# Bars, each filled by the number of its part: x1 x2 y1 y2. Then the white ground of what is written on them.
plot $grid using 1:2 with lines ls 9, \
     $bars index 0 using 1:3:1:2:3:4 with boxxyerror fs solid 1 border lc rgb "#000000" lc rgb "#ffffff", \
     $bars index 1 using 1:3:1:2:3:4 with boxxyerror fs solid 1 border lc rgb "#000000" lc rgb "#d4d4d4", \
     $bars index 2 using 1:3:1:2:3:4 with boxxyerror fs solid 1 border lc rgb "#000000" lc rgb "#ffffff", \
     $bars index 2 using 1:3:1:2:3:4 with boxxyerror fs transparent pattern 4 border lc rgb "#000000" lc rgb "#000000", \
     $bars index 3 using 1:3:1:2:3:4 with boxxyerror fs solid 1 border lc rgb "#000000" lc rgb "#8c8c8c", \
     $bars index 4 using 1:3:1:2:3:4 with boxxyerror fs solid 1 border lc rgb "#000000" lc rgb "#303030", \
     $grounds using 1:3:1:2:3:4 with boxxyerror fs solid 1 noborder lc rgb "#ffffff"
