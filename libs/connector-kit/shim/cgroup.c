/* The step's own control group: killed as a whole, so that nothing the step started can outrun the kill. */
#include "shim.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char *file_in(const struct job *job, const char *name) {
  static char path[PATH_MAX];
  snprintf(path, sizeof path, "%s/%s", job->cgroup, name);
  return path;
}

static bool put(const struct job *job, const char *name, const char *text) {
  int file = open(file_in(job, name), O_WRONLY | O_CLOEXEC);
  if (file < 0) return false;
  bool done = write(file, text, strlen(text)) > 0;
  close(file);
  return done;
}

bool make_cgroup(struct job *job) {
  if (job->cgroup_kind == CGROUP_NONE) return true;
  if (mkdir(job->cgroup, 0755) == 0 || errno == EEXIST) return true;
  job->cgroup_kind = CGROUP_NONE; /* the process group and the walk over descendants are left */
  return false;
}

void join_cgroup(const struct job *job) {
  if (job->cgroup_kind != CGROUP_NONE) put(job, "cgroup.procs", "0");
}

static void kill_members(const struct job *job) {
  FILE *members = fopen(file_in(job, "cgroup.procs"), "re");
  if (!members) return;
  for (int pid; fscanf(members, "%d", &pid) == 1;)
    if (pid > 0) kill(pid, SIGKILL);
  fclose(members);
}

void kill_cgroup(const struct job *job) {
  if (job->cgroup_kind == CGROUP_NONE) return;
  if (job->cgroup_kind == CGROUP_V2 && put(job, "cgroup.kill", "1")) return;
  if (job->cgroup_kind == CGROUP_FREEZER) put(job, "freezer.state", "FROZEN"); /* nobody forks while being killed */
  kill_members(job);
  if (job->cgroup_kind == CGROUP_FREEZER) put(job, "freezer.state", "THAWED");
}

/* A group with members that are just leaving is busy for a moment. */
void remove_cgroup(const struct job *job) {
  const struct timespec pause = {.tv_nsec = 2 * 1000 * 1000};
  if (job->cgroup_kind == CGROUP_NONE) return;
  for (int tries = 0; tries < 500 && rmdir(job->cgroup) != 0 && errno == EBUSY; tries++) nanosleep(&pause, NULL);
}
