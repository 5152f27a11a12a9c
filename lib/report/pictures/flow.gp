# How many were open, step by step.
plot $stock using 1:2 with lines ls 1, $ends using 1:2 with points pt 7 ps 0.5 lc rgb "#000000"
