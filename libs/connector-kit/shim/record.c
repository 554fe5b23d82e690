/* The two records of a run: `started`, which lets nobody else start it, and `outcome`, which appears whole or not at all. */
#include "shim.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { OUTCOME_ROOM = 4096 };

static void read_line(const char *path, char *line, size_t room) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  ssize_t got = file < 0 ? -1 : read(file, line, room - 1);
  if (file >= 0) close(file);
  line[got > 0 ? got : 0] = 0;
  line[strcspn(line, "\n")] = 0;
}

/* Field 22 of /proc/self/stat; the command name before it may hold anything, so count from its closing bracket. */
static const char *start_time(char *line, size_t room) {
  read_line("/proc/self/stat", line, room);
  char *at = strrchr(line, ')');
  for (int field = 2; at && field < 22; field++) at = strchr(at + 1, ' ');
  if (!at) return "0";
  at[1 + strcspn(at + 1, " ")] = 0;
  return at + 1;
}

static bool write_text(int file, const char *text) {
  size_t length = strlen(text);
  return pwrite(file, text, length, 0) == (ssize_t)length && ftruncate(file, (off_t)length) == 0;
}

static int create(int directory, const char *name) {
  return openat(directory, name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
}

bool claim_start(int directory, const struct job *job, const char *control_name) {
  static char text[8192], stat[1024], boot[64], name[48];
  read_line("/proc/sys/kernel/random/boot_id", boot, sizeof boot);
  snprintf(text, sizeof text,
           "pid=%d\nstart=%s\nboot=%s\nat=%lld\ncontrol=%s\nheadBytes=%lld\ntailBytes=%lld\ngraceMs=%lld\n%s=%s\npids=%s\n", getpid(),
           start_time(stat, sizeof stat), boot, (long long)epoch_ms(), control_name, (long long)job->head_bytes,
           (long long)job->tail_bytes, (long long)job->grace_ms,
           job->cgroup_kind == CGROUP_V2 ? "cgroup2" : "freezer", job->cgroup ? job->cgroup : "",
           job->pids_group ? job->pids_group : "");
  snprintf(name, sizeof name, "started.%d", getpid());
  int file = create(directory, name);
  /* A link cannot replace: of any number of shims in this directory exactly one gets past this line. */
  bool won = file >= 0 && write_text(file, text) && linkat(directory, name, directory, "started", 0) == 0;
  int error = errno;
  unlinkat(directory, name, 0);
  if (file >= 0) close(file);
  errno = error;
  return won;
}

bool make_durable(int directory, const char *name) {
  int file = openat(directory, name, O_RDONLY | O_CLOEXEC);
  bool done = file >= 0 && fsync(file) == 0 && fsync(directory) == 0;
  if (file >= 0) close(file);
  return done;
}

static const char *kind_of(const struct step *step) {
  if (step->failure.where) return "spawn-failed";
  switch (step->cause) {
    case CAUSE_TIMEOUT: return "timeout";
    case CAUSE_CANCELLED: return "cancelled";
    case CAUSE_FENCED: return "fenced";
    case CAUSE_NONE: break;
  }
  return WIFSIGNALED(step->status) ? "signalled" : "exited";
}

static long milliseconds(struct timeval span) { return span.tv_sec * 1000L + span.tv_usec / 1000L; }

static int describe_end(const struct step *step, char *text, size_t room) {
  const char *where = step->failure.where == 'd' ? "directory" : step->failure.where == 'c' ? "command" : "shim";
  if (step->failure.where)
    return snprintf(text, room, "errno=%d\nfailedAt=%s\n", step->failure.error, where);
  if (!step->ended) return 0;
  if (WIFSIGNALED(step->status)) return snprintf(text, room, "signal=%d\n", WTERMSIG(step->status));
  return snprintf(text, room, "exitCode=%d\n", WEXITSTATUS(step->status));
}

static void describe(const struct step *step, char *text, size_t room) {
  const struct spool *spool = &step->spool;
  int64_t tail = spool->tail_seen < spool->tail_max ? spool->tail_seen : spool->tail_max;
  int used = snprintf(text, room, "kind=%s\n", kind_of(step));
  used += describe_end(step, text + used, room - (size_t)used);
  used += snprintf(text + used, room - (size_t)used,
                   "startedAt=%lld\nfinishedAt=%lld\ntotalBytes=%lld\ndroppedBytes=%lld\nheadBytes=%lld\ntailSeen=%lld\n",
                   (long long)step->started_at, (long long)epoch_ms(), (long long)spool->total,
                   (long long)(spool->total - spool->head_bytes - tail), (long long)spool->head_bytes,
                   (long long)spool->tail_seen);
  used += snprintf(text + used, room - (size_t)used, "cpuMs=%ld\nmaxRssKb=%ld\n",
                   milliseconds(step->usage.ru_utime) + milliseconds(step->usage.ru_stime), step->usage.ru_maxrss);
  int64_t refused = refused_processes(step->job);
  if (refused > 0) used += snprintf(text + used, room - (size_t)used, "refusedProcesses=%lld\n", (long long)refused);
  if (spool->error) snprintf(text + used, room - (size_t)used, "logErrno=%d\n", spool->error);
}

void reserve_outcome(int directory) {
  int file = create(directory, "outcome.new");
  if (file < 0) return;
  (void)!posix_fallocate(file, 0, OUTCOME_ROOM);
  close(file);
}

/* A full disk must not cost the exit code: there is room set aside, and failing that it waits, ten minutes at most. */
bool write_outcome(const struct step *step) {
  fdatasync(step->spool.head); /* an outcome on disk promises that the log it counts is there too */
  if (step->spool.tail >= 0) fdatasync(step->spool.tail);
  static char text[OUTCOME_ROOM];
  const struct timespec pause = {.tv_nsec = 200 * 1000 * 1000};
  describe(step, text, sizeof text);
  for (int tries = 0; tries < 3000; tries++) {
    int file = create(step->directory, "outcome.new");
    bool written = file >= 0 && write_text(file, text) && fsync(file) == 0;
    if (file >= 0) close(file);
    if (written && renameat(step->directory, "outcome.new", step->directory, "outcome") == 0)
      return fsync(step->directory) == 0;
    if (errno == ENOENT) return false; /* the job directory itself is gone */
    nanosleep(&pause, NULL);
  }
  return false;
}
