/** GUP-fast against zap, truncation, reuse and the freeing of page tables: references in page tables, page cache and pins. */
export const gupFast = `module gup_fast
import kernel.folio
import kernel.sync

variant flush:      FlushMode = broadcast
variant recheck:    bool = true
variant look:       after | before = after
variant inode_free: rcu | at_once = rcu

enum Kind    { file, anon, slab, free }
enum Mapping { null, file, shmem, anon }

object Inode     { freed: bool = false  live when not freed }
object PageTable { freed: bool = false  live when not freed  owns pte: Folio? = folio }
object Folio {
  refcount: ref = 2
  mapcount: 0..2 = 1
  kind:     Kind = file
  mapping:  Mapping = file
}
shared folio: Folio
shared inode: Inode
shared pt:    PageTable
shared pmd:   bool = true
shared owns cache: Folio? = folio

atomic op put_page(f: Folio) { folio_put(f)  if f.refcount == 0 { f.kind = free  f.mapping = null } }

actor gup {
  owns var page: Folio? = none
  var m: Mapping = null
  var f: Folio? = none

  op mapping_ok(g: Folio): bool {
    read:  m = g.mapping
    if m == null { return false }
    if m == anon { return true }
    deref: touch(inode)
    return m == shmem
  }

  save: local_irq_save()
  pmd:  if not pmd { goto out }
  pte:  f = pt.pte
        if f == none { goto out }
  get:  if not folio_try_get(f) { goto out }
  if look == before { early: if not mapping_ok(f) { goto undo } }
  if recheck        { again: atomic { if not pmd or pt.pte != f { goto undo } } }
  if look == after  { late:  if not mapping_ok(f) { goto undo } }
  page = f
  goto out
  undo: put_page(f)
  out:  local_irq_restore()
}

actor zapper {
  clear: owns let old = xchg(pt.pte, none)
  if old == none { return }
  flush: tlb_flush(flush)
  put:   atomic { old.mapcount -= 1  put_page(old) }
}
actor truncate {
  null: atomic { idle await folio.mapcount == 0  folio.mapping = null }
  take: owns let old = xchg(cache, none)
        if old == none { return }
  put:  put_page(old)
  if inode_free == rcu { wait: synchronize_rcu() }
  free: inode.freed = true
}
actor allocator {
  owns var user: Folio? = none
  alloc: atomic {
    idle await folio.kind == free
    folio.refcount = 1
    either {
      folio.kind = anon  folio.mapping = anon
      if pmd and not pt.freed { pt.pte = folio  folio.mapcount = 1 } else { user = folio }
    } or { folio.kind = slab  folio.mapping = shmem  user = folio }
  }
}
actor freer {
  clear: pmd = false
  sync:  synchronize_rcu()
  free:  pt.freed = true
}

check upstream { }
check early { look = before }
check no_recheck { recheck = false }
check ipi { flush = ipi }
check inode_now { inode_free = at_once }
`;
