#include "shim.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { CHUNK = 1 << 20 };

static int open_kept(int directory, const char *name) {
  return openat(directory, name, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
}

bool open_spool(struct spool *spool, int directory, int pipe, const struct job *job) {
  *spool = (struct spool){.directory = directory, .pipe = pipe, .tail = -1, .head_max = job->head_bytes, .tail_max = job->tail_bytes};
  spool->head = open_kept(directory, "log");
  spool->tail_broken = spool->tail_max == 0;
  spool->head_full = spool->head_max == 0;
  return spool->head >= 0;
}

/* For file systems that cannot splice. What was read but could not be written is dropped, and counted as such. */
static ssize_t copy_by_hand(struct spool *spool, int file, int64_t offset, size_t room, ssize_t *kept) {
  static char buffer[1 << 16];
  ssize_t got = read(spool->pipe, buffer, room < sizeof buffer ? room : sizeof buffer);
  *kept = 0;
  while (file >= 0 && *kept < got) {
    ssize_t wrote = pwrite(file, buffer + *kept, (size_t)(got - *kept), offset + *kept);
    if (wrote <= 0) {
      spool->error = errno;
      break;
    }
    *kept += wrote;
  }
  return got;
}

static ssize_t copy_to(struct spool *spool, int file, int64_t offset, int64_t room, ssize_t *kept) {
  size_t wanted = room < CHUNK ? (size_t)room : CHUNK;
  loff_t at = offset;
  ssize_t moved = splice(spool->pipe, NULL, file, &at, wanted, SPLICE_F_MOVE | SPLICE_F_NONBLOCK);
  if (moved < 0 && errno == EINVAL) return copy_by_hand(spool, file, offset, wanted, kept);
  if (moved < 0 && errno != EAGAIN && errno != EINTR) {
    spool->error = errno;
    *kept = 0;
    return copy_by_hand(spool, -1, 0, wanted, kept);
  }
  *kept = moved > 0 ? moved : 0;
  return moved;
}

static ssize_t copy_head(struct spool *spool) {
  ssize_t kept, moved = copy_to(spool, spool->head, spool->head_bytes, spool->head_max - spool->head_bytes, &kept);
  spool->head_bytes += kept;
  if ((moved > 0 && kept < moved) || spool->head_bytes == spool->head_max) spool->head_full = true;
  return moved;
}

/* The count stands behind the ring in the same file, so that readers can unroll it even when this process was killed. */
static ssize_t copy_tail(struct spool *spool) {
  int64_t at = spool->tail_seen % spool->tail_max;
  ssize_t kept, moved = copy_to(spool, spool->tail, at, spool->tail_max - at, &kept);
  spool->tail_seen += kept;
  if (moved > 0 && (kept < moved || pwrite(spool->tail, &spool->tail_seen, 8, spool->tail_max) != 8)) {
    spool->tail_broken = true;
    spool->tail_seen = 0;
    ftruncate(spool->tail, 0);
  }
  return moved;
}

static bool ring_is_open(struct spool *spool) {
  if (spool->tail < 0 && !spool->tail_broken) {
    spool->tail = open_kept(spool->directory, "tail");
    spool->tail_broken = spool->tail < 0;
  }
  return !spool->tail_broken;
}

int copy_output(struct spool *spool) {
  ssize_t moved, kept;
  if (!spool->head_full) moved = copy_head(spool);
  else if (ring_is_open(spool)) moved = copy_tail(spool);
  else moved = copy_by_hand(spool, -1, 0, CHUNK, &kept);
  if (moved < 0 && errno == EINTR) return 1;
  if (moved > 0) spool->total += moved;
  return moved > 0 ? 1 : (int)moved;
}
