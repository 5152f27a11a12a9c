# What all pictures end with.
plot $lines using 1:2 with lines ls 8, \
     $left using 1:2:3 with labels left, \
     $centre using 1:2:3 with labels center, \
     $right using 1:2:3 with labels right
unset multiplot
