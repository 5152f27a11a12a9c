# From the left to the last of the signs; the limits of the median; the median; the time by which nine tenths are done.
plot $until using 1:2 with lines ls 5, \
     $limits using 1:2 with lines lc rgb "#000000" lw 5, \
     $medians using 1:2 with points pt 7 ps 0.9 lc rgb "#000000", \
     $tenths using 1:2 with points pt 8 ps 1.1 lc rgb "#000000"
