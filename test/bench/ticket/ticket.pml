/* Ticket lock. Without -o1 SPIN resets the ticket of a process that has left: 12,760 states with N = 5, else 1,495,992. */
#ifndef N
#define N 5
#endif
byte next;
byte serving;
byte ncrit;
active [N] proctype P() {
  byte ticket;
  do
  :: skip;                                                       /* rest  -> take */
     atomic { ticket = next; next = (next + 1) % N };            /* take  -> wait */
     atomic { serving == ticket; ncrit++; assert(ncrit == 1) };  /* wait  -> cs */
     skip;                                                       /* cs    -> leave */
     atomic { ncrit--; serving = (serving + 1) % N }             /* leave -> rest */
  od
}
