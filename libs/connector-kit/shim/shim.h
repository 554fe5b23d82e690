/* The parts of the shim and what they promise each other. See shim.c for what the program does. */
#ifndef SWITCHYARD_SHIM_H
#define SWITCHYARD_SHIM_H

#define _GNU_SOURCE
#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/types.h>

enum cgroup_kind { CGROUP_NONE, CGROUP_V2, CGROUP_FREEZER };

/* What to run, as read from standard input. Times in milliseconds, sizes in bytes; 0 = without limit where that makes sense. */
struct job {
  char *working_directory;
  char **argv;
  char **environment;
  enum cgroup_kind cgroup_kind;
  char *cgroup;
  char *pids_group; /* where the number of processes is limited; the same as `cgroup` where that can do it; NULL = nowhere */
  int64_t pids_max;
  int64_t deadline_ms, grace_ms, drain_ms, lease_ms;
  int64_t head_bytes, tail_bytes;
};

/* Why the shim itself ended the step. */
enum cause { CAUSE_NONE, CAUSE_TIMEOUT, CAUSE_CANCELLED, CAUSE_FENCED };

/* What the child reports through its pipe when it could not become the command. */
struct spawn_failure {
  int error;
  char where; /* 'd' working directory, 'c' command, 'r' record of the start, 'f' fork, 0 = no failure */
};

/* The kept output: the first bytes in `log`, the last ones in the ring `tail`, and how many there were in all. */
struct spool {
  int directory, pipe, head, tail;
  int64_t head_max, tail_max;
  int64_t head_bytes; /* in `log` */
  int64_t tail_seen;  /* ever written to the ring; it holds the last min(tail_seen, tail_max) */
  int64_t total;
  int error; /* errno of the first failed write: from then on bytes of that file are counted, not kept */
  bool head_full, tail_broken;
};

/* One run, from fork to outcome. */
struct step {
  const struct job *job;
  struct spool spool;
  int directory, control, signals;
  pid_t pid;
  int failure_pipe;
  bool ended;    /* the command itself was reaped */
  bool childless; /* no descendant is left alive: as a subreaper this process would have it as a child */
  int status;
  struct rusage usage;
  struct spawn_failure failure;
  enum cause cause;
  int64_t started_at; /* epoch */
};

/* job.c: reads until end of input; false when the job is not complete and valid. */
bool read_job(int input, struct job *job);

/* The same, of a text that stays where it is. */
bool parse_job(char *text, size_t length, struct job *job);

/* shim.c: runs a job to its end; NULL is one that was not understood. Its answer goes to standard output. */
int shim(const char *place, struct job *job);

/* nursery.c: starts shims until the end of its input. */
int nursery(int count, char **arguments);

/* clock.c */
int64_t monotonic_ms(void);
int64_t epoch_ms(void);

/* record.c */
bool claim_start(int directory, const struct job *job, const char *control_name);
/* On disk when it returns true, like the outcome. */
bool make_durable(int directory, const char *name);
/* Takes the disk space of the outcome while there is some. */
void reserve_outcome(int directory);
bool write_outcome(const struct step *step);

/* spool.c */
bool open_spool(struct spool *spool, int directory, int pipe, const struct job *job);
/* Moves what the pipe holds, at most about a megabyte: 1 = moved some, 0 = end of output, -1 = nothing there now. */
int copy_output(struct spool *spool);

/* cgroup.c */
bool make_cgroup(struct job *job);
void join_cgroup(const struct job *job);
void kill_cgroup(const struct job *job);
/* How often the step asked for one process more than it may have. */
int64_t refused_processes(const struct job *job);
void remove_cgroup(const struct job *job);

/* descendants.c: SIGTERM or SIGKILL to every process below this one. */
void terminate_descendants(void);
void kill_descendants(void);
/* For those that were born while SIGTERM went round, of a parent that died of it. */
void terminate_new_orphans(void);

/* child.c: forks the command; it waits until `release` gets a byte and dies when `release` closes without one. */
bool fork_step(struct step *step, int output, int *release);

/* supervise.c: runs the step to its end, whatever that is. */
void supervise(struct step *step);

#endif
