/* Finds what runs below this process from /proc. Orphans count: this process is their subreaper. */
#include "shim.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct process {
  pid_t pid, parent;
};

static pid_t parent_of(int proc, const char *pid) {
  char path[32], text[512];
  snprintf(path, sizeof path, "%.16s/stat", pid);
  int file = openat(proc, path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  ssize_t got = read(file, text, sizeof text - 1);
  close(file);
  text[got > 0 ? got : 0] = 0;
  char *name_end = strrchr(text, ')'), state;
  int parent = 0;
  return name_end && sscanf(name_end + 1, " %c %d", &state, &parent) == 2 ? parent : 0;
}

static struct process *all_processes(size_t *count) {
  size_t room = 512;
  struct process *all = malloc(room * sizeof *all);
  DIR *proc = opendir("/proc");
  *count = 0;
  for (struct dirent *entry; all && proc && (entry = readdir(proc));) {
    pid_t pid = atoi(entry->d_name);
    if (pid <= 0) continue;
    if (*count == room) {
      struct process *more = realloc(all, (room *= 2) * sizeof *all);
      if (!more) break;
      all = more;
    }
    all[(*count)++] = (struct process){pid, parent_of(dirfd(proc), entry->d_name)};
  }
  if (proc) closedir(proc);
  return all;
}

static int by_pid(const void *left, const void *right) {
  return ((const struct process *)left)->pid - ((const struct process *)right)->pid;
}

static bool is_below(const struct process *all, size_t count, struct process process, pid_t ancestor) {
  for (size_t steps = 0; steps < count && process.parent > 1; steps++) {
    if (process.parent == ancestor) return true;
    struct process key = {.pid = process.parent};
    const struct process *parent = bsearch(&key, all, count, sizeof key, by_pid);
    if (!parent) return false;
    process = *parent;
  }
  return false;
}

/* Who got SIGTERM: nobody gets it twice, some programs take the second one for impatience. */
static pid_t *told;
static size_t told_count;

static bool was_told(pid_t pid) {
  for (size_t i = 0; i < told_count; i++)
    if (told[i] == pid) return true;
  return false;
}

static void tell(pid_t pid) {
  pid_t *more = realloc(told, (told_count + 1) * sizeof *told);
  if (!more) return;
  told = more;
  told[told_count++] = pid;
  kill(pid, SIGTERM);
  kill(pid, SIGCONT); /* a stopped process would never see the first one */
}

static void each_descendant(void (*act)(struct process)) {
  size_t count;
  struct process *all = all_processes(&count);
  if (!all) return;
  qsort(all, count, sizeof *all, by_pid);
  for (size_t i = 0; i < count; i++)
    if (is_below(all, count, all[i], getpid())) act(all[i]);
  free(all);
}

static void terminate(struct process process) { tell(process.pid); }

static void terminate_new_orphan(struct process process) {
  if (process.parent == getpid() && !was_told(process.pid)) tell(process.pid);
}

static void kill_now(struct process process) { kill(process.pid, SIGKILL); }

void terminate_descendants(void) { each_descendant(terminate); }

void terminate_new_orphans(void) { each_descendant(terminate_new_orphan); }

void kill_descendants(void) { each_descendant(kill_now); }
