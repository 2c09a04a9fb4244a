---- MODULE TicketServed ----
EXTENDS Ticket
Step(i) == Rest(i) \/ Take(i) \/ Wait(i) \/ Cs(i) \/ Leave(i)
Fair == Spec /\ \A i \in P : WF_vars(Step(i))
Served == (pc[0] = "wait") ~> (pc[0] = "cs")
====
