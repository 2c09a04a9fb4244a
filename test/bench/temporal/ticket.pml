/* Ticket lock with labels and a property; the tickets of those who have left are kept (-o1), as in ticket.mmspec. */
#ifndef N
#define N 5
#endif
byte next;
byte serving;
active [N] proctype P() {
  byte ticket;
  do
  :: skip;
     atomic { ticket = next; next = (next + 1) % N };
wait: atomic { serving == ticket };
cs:  skip;
     atomic { serving = (serving + 1) % N }
  od
}
#define SERVED(i) ([] ((P[i]@wait) -> <> (P[i]@cs)))
#ifdef ALL
#if N == 5
ltl served { SERVED(0) && SERVED(1) && SERVED(2) && SERVED(3) && SERVED(4) }
#endif
#else
ltl served { SERVED(0) }
#endif
