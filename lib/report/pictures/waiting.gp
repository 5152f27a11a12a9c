# A part for each curve: its steps; strokes where requests were open; limits at some days; and a piece of its line beside its name.
do for [k = 0:3] {
    plot $curves index k using 1:2 with lines ls k + 1, \
         $open index k using 1:2 with lines ls k + 1 lw 1 dt solid, \
         $limits index k using 1:2 with lines ls k + 1 lw 1 dt solid, \
         $samples index k using 1:2 with lines ls k + 1
}
