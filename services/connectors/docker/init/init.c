/* The first process of a step's container. It runs the step once, hands signals on, ends everything when the time is
 * over or when nobody has fed it for the length of the lease, and says in its record what happened. It needs nothing of
 * the image: it is linked statically and bound into the container.
 *
 *   init run RECORD LEASE LEASE_MS DEADLINE_MS GRACE_MS DIRECTORY PROGRAM [ARGUMENT...]
 *   init own DIRECTORY UID GID
 *
 * RECORD: a file; `-` for none. One line per fact: `begun`, `failed PLACE ERRNO`, `stopped WHY`, `exited CODE`,
 * `signalled NUMBER`. LEASE: a file whose time of change moves whenever somebody still wants the step; what it says
 * does not matter, so clocks need not agree. A time of 0 means never. */
#define _GNU_SOURCE
#include "init.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { look_every_ms = 500, cannot_run = 127 };

static int record = -1;

static int64_t now_ms(void) {
  struct timespec now;
  /* Goes on while the machine sleeps. */
  clock_gettime(CLOCK_BOOTTIME, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void note(const char *word, const char *what, long number) {
  char line[128];
  int length = what ? snprintf(line, sizeof line, "%s %s %ld\n", word, what, number)
                    : snprintf(line, sizeof line, "%s %ld\n", word, number);
  if (record >= 0 && write(record, line, (size_t)length) == length) fdatasync(record);
}

/* At most once, also when somebody starts the container again: what is in the record was written by an earlier run. */
static void begin(const char *path) {
  struct stat facts;
  if (strcmp(path, "-") == 0) return;
  record = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
  if (record < 0 || fstat(record, &facts) != 0) exit(cannot_run);
  if (facts.st_size > 0) exit(cannot_run);
  note("begun", NULL, 0);
}

static void run_step(const char *directory, char **argv, const sigset_t *before, int failure) {
  int trouble[2] = {0, 0};
  setsid();
  sigprocmask(SIG_SETMASK, before, NULL);
  /* One stream: only so do lines of both keep their order. */
  dup2(STDOUT_FILENO, STDERR_FILENO);
  if (chdir(directory) != 0) {
    trouble[1] = errno;
  } else {
    execvp(argv[0], argv);
    trouble[0] = 1;
    trouble[1] = errno;
  }
  if (write(failure, trouble, sizeof trouble) != sizeof trouble) _exit(cannot_run);
  _exit(cannot_run);
}

struct watch {
  const char *lease;
  int64_t lease_ms, deadline_at, grace_ms, fed_at, kill_at;
  struct timespec seen;
};

static void stop(struct watch *watch, const char *why, int64_t grace_ms) {
  if (watch->kill_at) return;
  note("stopped", why, 0);
  kill(-1, SIGTERM);
  watch->kill_at = now_ms() + grace_ms;
}

static void look(struct watch *watch) {
  struct stat facts;
  int64_t now = now_ms();
  if (watch->lease_ms && stat(watch->lease, &facts) == 0 &&
      (facts.st_mtim.tv_sec != watch->seen.tv_sec || facts.st_mtim.tv_nsec != watch->seen.tv_nsec)) {
    watch->seen = facts.st_mtim;
    watch->fed_at = now;
  }
  if (watch->lease_ms && now - watch->fed_at >= watch->lease_ms) stop(watch, "fenced", watch->grace_ms);
  if (watch->deadline_at && now >= watch->deadline_at) stop(watch, "timeout", watch->grace_ms);
  if (watch->kill_at && now >= watch->kill_at) kill(-1, SIGKILL);
}

/* Takes in whoever has died. @returns whether the step itself has */
static int reap(pid_t step, int *status) {
  int one, ended = 0;
  for (pid_t pid; (pid = waitpid(-1, &one, WNOHANG)) > 0;)
    if (pid == step) {
      *status = one;
      ended = 1;
    }
  return ended;
}

static int supervise(pid_t step, struct watch *watch, const sigset_t *signals) {
  int status = 0;
  while (!reap(step, &status)) {
    struct timespec wait = {0, look_every_ms * 1000000L};
    int signal = sigtimedwait(signals, NULL, &wait);
    if (signal == SIGTERM || signal == SIGINT) stop(watch, "asked", watch->grace_ms);
    look(watch);
  }
  return status;
}

static int end_of(int status) {
  if (WIFSIGNALED(status)) {
    note("signalled", NULL, WTERMSIG(status));
    return 128 + WTERMSIG(status);
  }
  note("exited", NULL, WEXITSTATUS(status));
  return WEXITSTATUS(status);
}

static int run(char **argv) {
  int64_t now = now_ms(), deadline_ms = atoll(argv[3]);
  struct watch watch = {.lease = argv[1],
                        .lease_ms = atoll(argv[2]),
                        .deadline_at = deadline_ms ? now + deadline_ms : 0,
                        .grace_ms = atoll(argv[4]),
                        .fed_at = now};
  sigset_t signals, before;
  int failure[2], trouble[2];
  begin(argv[0]);
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGCHLD);
  sigprocmask(SIG_BLOCK, &signals, &before);
  if (pipe2(failure, O_CLOEXEC) != 0) return cannot_run;
  pid_t step = fork();
  if (step < 0) {
    note("failed", "fork", errno);
    return cannot_run;
  }
  if (step == 0) run_step(argv[5], argv + 6, &before, failure[1]);
  close(failure[1]);
  /* Closed without a word by the exec that succeeds. */
  if (read(failure[0], trouble, sizeof trouble) == sizeof trouble)
    note("failed", trouble[0] ? "command" : "directory", trouble[1]);
  close(failure[0]);
  return end_of(supervise(step, &watch, &signals));
}

int main(int argc, char **argv) {
  if (argc >= 9 && strcmp(argv[1], "run") == 0) return run(argv + 2);
  if (argc == 5 && strcmp(argv[1], "own") == 0)
    return own(argv[2], (uid_t)strtoul(argv[3], NULL, 10), (gid_t)strtoul(argv[4], NULL, 10));
  fputs("init: see init.c\n", stderr);
  return 2;
}
