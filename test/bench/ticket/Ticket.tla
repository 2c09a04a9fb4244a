---- MODULE Ticket ----
EXTENDS Naturals
CONSTANT N
VARIABLES pc, ticket, next, serving
vars == <<pc, ticket, next, serving>>
P == 0..N-1
Init == /\ pc = [i \in P |-> "rest"]
        /\ ticket = [i \in P |-> 0]
        /\ next = 0
        /\ serving = 0
Rest(i) == /\ pc[i] = "rest"
           /\ pc' = [pc EXCEPT ![i] = "take"]
           /\ UNCHANGED <<ticket, next, serving>>
Take(i) == /\ pc[i] = "take"
           /\ ticket' = [ticket EXCEPT ![i] = next]
           /\ next' = (next + 1) % N
           /\ pc' = [pc EXCEPT ![i] = "wait"]
           /\ UNCHANGED serving
Wait(i) == /\ pc[i] = "wait"
           /\ serving = ticket[i]
           /\ pc' = [pc EXCEPT ![i] = "cs"]
           /\ UNCHANGED <<ticket, next, serving>>
Cs(i) == /\ pc[i] = "cs"
         /\ pc' = [pc EXCEPT ![i] = "leave"]
         /\ UNCHANGED <<ticket, next, serving>>
Leave(i) == /\ pc[i] = "leave"
            /\ serving' = (serving + 1) % N
            /\ pc' = [pc EXCEPT ![i] = "rest"]
            /\ UNCHANGED <<ticket, next>>
Next == \E i \in P : Rest(i) \/ Take(i) \/ Wait(i) \/ Cs(i) \/ Leave(i)
Spec == Init /\ [][Next]_vars
Mutex == \A i, j \in P : i # j => ~(pc[i] \in {"cs", "leave"} /\ pc[j] \in {"cs", "leave"})
====
