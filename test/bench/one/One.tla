---- MODULE One ----
VARIABLE x
Init == x = FALSE
Next == UNCHANGED x
Spec == Init /\ [][Next]_x
Still == ~x
====
