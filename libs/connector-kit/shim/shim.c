/*
 * The shim: a tiny process that owns one running step, so that the step outlives its connector and cannot outlive its shim.
 *
 *   shim <job directory> < job
 *   shim --nursery [room]      starts others (nursery.c)
 *
 * The job comes over standard input (job.c) because it holds secrets. One word on standard output says how it went:
 * `started`, `refused` (this directory has had its run), `invalid`, or a sentence about what the system refused. From then on nothing ties the shim to its parent.
 *
 * Order: control fifo -> link `started`, which only one shim can -> fork, the child waits -> `started` on disk -> exec.
 * The step has one pipe for both outputs, its own session and, where possible, its own cgroup. This process is the
 * subreaper of everything below it: "no child left" therefore means "nothing left", `setsid` or not.
 *
 * Files of a job directory:
 *   started          who runs it, and what a reader of the output must know
 *   control.<pid>    fifo: `f` feeds the lease, `c` cancels (SIGTERM, grace, SIGKILL), `k` kills. Somebody can be
 *                    reached through it exactly as long as the shim lives, so no pid has to be trusted.
 *   log, tail        the first and the last bytes of the output (spool.c)
 *   outcome          how it ended; appears whole, after everything below the step is gone
 */
#include "shim.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

/* Room for a burst of output; small enough that 256 steps of one user stay below the kernel's pipe allowance. */
enum { PIPE_BYTES = 256 * 1024 };

static int answer(int parent, const char *word) {
  (void)!write(parent, word, strlen(word));
  close(parent);
  return *word != 's';
}

static int answer_error(int parent, const char *what) {
  dprintf(parent, "%s: %s\n", what, strerror(errno));
  return 1;
}

static int leave_parent(void) {
  int parent = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
  int nothing = open("/dev/null", O_RDWR);
  for (int fd = 0; fd < 3; fd++) dup2(nothing, fd);
  if (nothing > 2) close(nothing);
  setsid();
  (void)!chdir("/");
  return parent;
}

static int watch_signals(void) {
  sigset_t watched;
  sigemptyset(&watched);
  sigaddset(&watched, SIGCHLD);
  sigaddset(&watched, SIGTERM);
  sigaddset(&watched, SIGINT);
  sigprocmask(SIG_BLOCK, &watched, NULL);
  signal(SIGHUP, SIG_IGN);
  signal(SIGPIPE, SIG_IGN);
  return signalfd(-1, &watched, SFD_CLOEXEC | SFD_NONBLOCK);
}

static int open_control(int directory, char *name, size_t room) {
  snprintf(name, room, "control.%d", getpid());
  unlinkat(directory, name, 0); /* of a dead shim that had the same pid */
  if (mkfifoat(directory, name, 0600) != 0) return -1;
  return openat(directory, name, O_RDWR | O_NONBLOCK | O_CLOEXEC);
}

static bool fail_to_spawn(struct step *step, char where) {
  step->failure = (struct spawn_failure){.error = errno, .where = where};
  return false;
}

/* Everything after `started` exists: whatever happens from here on ends in an outcome. True when there is a child. */
static bool launch(struct step *step, struct job *job) {
  int output[2], release;
  reserve_outcome(step->directory);
  make_cgroup(job);
  if (pipe2(output, O_CLOEXEC) != 0 || !open_spool(&step->spool, step->directory, output[0], job) ||
      !fork_step(step, output[1], &release))
    return fail_to_spawn(step, 'f');
  fcntl(output[0], F_SETPIPE_SZ, PIPE_BYTES);
  fcntl(output[0], F_SETFL, O_NONBLOCK);
  close(output[1]);
  if (make_durable(step->directory, "started")) (void)!write(release, "", 1);
  else fail_to_spawn(step, 'r');
  close(release);
  return true;
}

int shim(const char *place, struct job *job) {
  struct step step = {.job = job, .failure_pipe = -1};
  char control_name[32];
  int parent = leave_parent();
  if (!job) return answer(parent, "invalid\n");
  step.directory = open(place, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  step.signals = watch_signals();
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  step.control = open_control(step.directory, control_name, sizeof control_name);
  if (step.control < 0) return answer_error(parent, "no control fifo");
  if (!claim_start(step.directory, job, control_name)) {
    int error = errno;
    unlinkat(step.directory, control_name, 0);
    errno = error;
    return error == EEXIST ? answer(parent, "refused\n") : answer_error(parent, "no record of the start");
  }
  step.started_at = epoch_ms();
  bool launched = launch(&step, job);
  answer(parent, "started\n");
  if (launched) supervise(&step);
  bool kept = write_outcome(&step);
  unlinkat(step.directory, control_name, 0);
  remove_cgroup(job);
  return !kept;
}

int main(int count, char **arguments) {
  struct job job;
  if (count > 1 && !strcmp(arguments[1], "--nursery")) return nursery(count, arguments);
  return shim(arguments[1], count == 2 && read_job(STDIN_FILENO, &job) ? &job : NULL);
}
