/* A job is a run of `key=value` strings, each ended by a NUL byte; `arg` and `env` repeat; the last one is `end=`. */
#include "shim.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *read_all(int input, size_t *length) {
  size_t room = 1 << 16, used = 0;
  char *text = malloc(room);
  for (;;) {
    if (!text) return NULL;
    ssize_t got = read(input, text + used, room - used);
    if (got < 0) return NULL;
    if (got == 0) break;
    used += (size_t)got;
    if (used == room) text = realloc(text, room *= 2);
  }
  *length = used;
  return text;
}

static int64_t *number_field(struct job *job, const char *key) {
  if (!strcmp(key, "deadlineMs")) return &job->deadline_ms;
  if (!strcmp(key, "graceMs")) return &job->grace_ms;
  if (!strcmp(key, "drainMs")) return &job->drain_ms;
  if (!strcmp(key, "leaseMs")) return &job->lease_ms;
  if (!strcmp(key, "pidsMax")) return &job->pids_max;
  if (!strcmp(key, "headBytes")) return &job->head_bytes;
  if (!strcmp(key, "tailBytes")) return &job->tail_bytes;
  return NULL;
}

static bool take_number(struct job *job, const char *key, const char *value) {
  int64_t *field = number_field(job, key);
  char *end;
  if (!field) return false;
  *field = strtoll(value, &end, 10);
  return *value && !*end && *field >= 0;
}

/* Returns false for a key it does not know, so that an older binary never half-understands a job. */
static bool take(struct job *job, const char *key, char *value, size_t *args, size_t *envs) {
  if (!strcmp(key, "arg")) job->argv[(*args)++] = value;
  else if (!strcmp(key, "env")) job->environment[(*envs)++] = value;
  else if (!strcmp(key, "workingDirectory")) job->working_directory = value;
  else if (!strcmp(key, "cgroup2")) job->cgroup_kind = CGROUP_V2, job->cgroup = value;
  else if (!strcmp(key, "freezer")) job->cgroup_kind = CGROUP_FREEZER, job->cgroup = value;
  else if (!strcmp(key, "pids")) job->pids_group = value;
  else return take_number(job, key, value);
  return true;
}

bool parse_job(char *text, size_t length, struct job *job) {
  size_t fields = 0, args = 0, envs = 0;
  for (size_t i = 0; i < length; i++) fields += text[i] == 0;
  *job = (struct job){.grace_ms = 10000, .drain_ms = 2000, .lease_ms = 90000, .head_bytes = 48 << 20, .tail_bytes = 16 << 20};
  job->argv = calloc(fields + 1, sizeof *job->argv);
  job->environment = calloc(fields + 1, sizeof *job->environment);
  if (!job->argv || !job->environment) return false;
  for (char *at = text, *next; fields--; at = next) {
    next = at + strlen(at) + 1;
    char *equals = strchr(at, '=');
    if (!equals) return false;
    if (!strcmp(at, "end=")) return fields == 0 && args > 0 && job->working_directory;
    *equals = 0;
    if (!take(job, at, equals + 1, &args, &envs)) return false;
  }
  return false; /* the writer died before the end */
}

bool read_job(int input, struct job *job) {
  size_t length;
  char *text = read_all(input, &length);
  return text && parse_job(text, length, job);
}
