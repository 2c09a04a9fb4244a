/* Filter lock (Peterson for N processes). The wait test is one atomic step. */
#ifndef N
#define N 4
#endif
byte level[N];
byte last[N];
byte ncrit;
#define B(k) (_pid == k || level[k] < l)
#if N == 2
#define BELOW (B(0) && B(1))
#elif N == 3
#define BELOW (B(0) && B(1) && B(2))
#elif N == 4
#define BELOW (B(0) && B(1) && B(2) && B(3))
#elif N == 5
#define BELOW (B(0) && B(1) && B(2) && B(3) && B(4))
#elif N == 6
#define BELOW (B(0) && B(1) && B(2) && B(3) && B(4) && B(5))
#endif
#define GO (last[l] != _pid || BELOW)
active [N] proctype P() {
  byte l = 1;
  do
  :: level[_pid] = l;                               /* setl  -> setw */
     last[l] = _pid;                                /* setw  -> wait */
     if
     :: d_step { l < N-1 && GO -> l++ }             /* wait  -> setl */
     :: d_step { l == N-1 && GO -> ncrit++; assert(ncrit == 1) };   /* wait -> cs */
        d_step { ncrit--; level[_pid] = 0; l = 1 }  /* cs    -> setl */
     fi
  od
}
