# From today to the days that may be the last; a diamond where they are one. Where they are several, a bar reaches over them.
plot $until using 1:2 with lines ls 5, \
     $days using 1:2 with points pt 13 ps 1.1 lc rgb "#000000"
