/*
 * The step's own control group: killed as a whole, so that nothing the step started can outrun the kill.
 * A step may have made groups below its own (a container engine does), so killing and removing go down the tree.
 */
#include "shim.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static bool put(const char *group, const char *name, const char *text) {
  char path[PATH_MAX];
  snprintf(path, sizeof path, "%s/%s", group, name);
  int file = open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0) return false;
  bool done = write(file, text, strlen(text)) > 0;
  close(file);
  return done;
}

static void below_first(const char *group, void (*visit)(const char *)) {
  char path[PATH_MAX];
  DIR *entries = opendir(group);
  for (struct dirent *entry; entries && (entry = readdir(entries));) {
    if (entry->d_type != DT_DIR || entry->d_name[0] == '.') continue;
    if (snprintf(path, sizeof path, "%s/%s", group, entry->d_name) < (int)sizeof path) below_first(path, visit);
  }
  if (entries) closedir(entries);
  visit(group);
}

static void kill_members(const char *group) {
  char path[PATH_MAX];
  snprintf(path, sizeof path, "%s/cgroup.procs", group);
  FILE *members = fopen(path, "re");
  if (!members) return;
  for (int pid; fscanf(members, "%d", &pid) == 1;)
    if (pid > 0) kill(pid, SIGKILL);
  fclose(members);
}

static void remove_group(const char *group) { rmdir(group); }

static void limit_processes(struct job *job) {
  char text[24];
  if (!job->pids_group) return;
  snprintf(text, sizeof text, "%lld", (long long)job->pids_max);
  bool made = mkdir(job->pids_group, 0755) == 0 || errno == EEXIST;
  if (!made || !put(job->pids_group, "pids.max", text)) job->pids_group = NULL;
}

static bool make_own_group(struct job *job) {
  if (job->cgroup_kind == CGROUP_NONE) return true;
  if (mkdir(job->cgroup, 0755) == 0 || errno == EEXIST) return true;
  job->cgroup_kind = CGROUP_NONE; /* the walk over descendants is left */
  return false;
}

bool make_cgroup(struct job *job) {
  bool made = make_own_group(job);
  limit_processes(job);
  return made;
}

void join_cgroup(const struct job *job) {
  if (job->pids_group) put(job->pids_group, "cgroup.procs", "0");
  if (job->cgroup_kind != CGROUP_NONE) put(job->cgroup, "cgroup.procs", "0");
}

void kill_cgroup(const struct job *job) {
  bool freezer = job->cgroup_kind == CGROUP_FREEZER;
  if (job->cgroup_kind == CGROUP_NONE) return;
  if (!freezer && put(job->cgroup, "cgroup.kill", "1")) return;
  if (freezer) put(job->cgroup, "freezer.state", "FROZEN"); /* nobody forks while being killed */
  below_first(job->cgroup, kill_members);
  if (freezer) put(job->cgroup, "freezer.state", "THAWED");
}

int64_t refused_processes(const struct job *job) {
  char path[PATH_MAX];
  long long times = 0;
  if (!job->pids_group) return 0;
  snprintf(path, sizeof path, "%s/pids.events", job->pids_group);
  FILE *events = fopen(path, "re");
  if (!events) return 0;
  if (fscanf(events, "max %lld", &times) != 1) times = 0;
  fclose(events);
  return times;
}

/* A group whose members are just leaving is busy for a moment. */
static void remove_all_of(const char *group) {
  const struct timespec pause = {.tv_nsec = 2 * 1000 * 1000};
  for (int tries = 0; tries < 500 && rmdir(group) != 0 && errno == EBUSY; tries++) {
    if (tries > 0) nanosleep(&pause, NULL);
    below_first(group, remove_group);
  }
}

void remove_cgroup(const struct job *job) {
  if (job->cgroup_kind != CGROUP_NONE) remove_all_of(job->cgroup);
  if (job->pids_group) remove_all_of(job->pids_group);
}
