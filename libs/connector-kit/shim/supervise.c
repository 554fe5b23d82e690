#include "shim.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

/* Processes that do not die of SIGKILL (stuck in the kernel) are given up after this long. */
enum { KILL_PATIENCE_MS = 10000, KILL_AGAIN_MS = 10 };

/* Moments on the monotonic clock; INT64_MAX = never. */
struct watch {
  struct step *step;
  int64_t now, deadline, fence, drain_end, kill_at, give_up;
  bool output_ended;
};

static int64_t after(int64_t now, int64_t span) { return span > 0 ? now + span : INT64_MAX; }

static void begin_stop(struct watch *watch, enum cause cause) {
  if (watch->step->cause != CAUSE_NONE || watch->step->ended) return;
  watch->step->cause = cause;
  watch->kill_at = watch->now + watch->step->job->grace_ms;
  terminate_descendants();
}

static void begin_kill(struct watch *watch) {
  if (watch->kill_at > watch->now) watch->kill_at = watch->now;
  watch->drain_end = INT64_MAX;
}

static void kill_all(struct watch *watch) {
  bool first = watch->give_up == INT64_MAX;
  if (first) watch->give_up = watch->now + KILL_PATIENCE_MS;
  kill_cgroup(watch->step->job);
  if (!first || watch->step->job->cgroup_kind == CGROUP_NONE) kill_descendants();
  watch->kill_at = watch->now + KILL_AGAIN_MS;
}

static void reap(struct watch *watch) {
  struct step *step = watch->step;
  struct rusage usage;
  int status, reaped = 0;
  for (pid_t pid; (pid = wait4(-1, &status, WNOHANG, &usage)) != 0;) {
    if (pid < 0) {
      step->childless = errno == ECHILD;
      return;
    }
    reaped++;
    if (pid != step->pid) continue;
    step->ended = true;
    step->status = status;
    step->usage = usage;
    (void)!read(step->failure_pipe, &step->failure, sizeof step->failure);
    if (watch->kill_at == INT64_MAX) watch->drain_end = watch->now + step->job->drain_ms;
  }
  if (reaped && step->cause != CAUSE_NONE) terminate_new_orphans();
}

static void obey(struct watch *watch) {
  char orders[64];
  ssize_t count = read(watch->step->control, orders, sizeof orders);
  for (ssize_t i = 0; i < count; i++) {
    if (orders[i] == 'f') watch->fence = after(watch->now, watch->step->job->lease_ms);
    if (orders[i] == 'c' || orders[i] == 'k') begin_stop(watch, CAUSE_CANCELLED);
    if (orders[i] == 'k') begin_kill(watch);
  }
}

static void take_signals(struct watch *watch) {
  struct signalfd_siginfo signal;
  while (read(watch->step->signals, &signal, sizeof signal) == sizeof signal)
    if (signal.ssi_signo != SIGCHLD) begin_stop(watch, CAUSE_CANCELLED);
}

static void keep_time(struct watch *watch) {
  if (watch->now >= watch->deadline) begin_stop(watch, CAUSE_TIMEOUT);
  if (watch->now >= watch->fence) begin_stop(watch, CAUSE_FENCED);
  if (watch->step->ended && (watch->output_ended || watch->now >= watch->drain_end) && watch->step->cause == CAUSE_NONE)
    begin_kill(watch);
  if (watch->now >= watch->kill_at) kill_all(watch);
}

static int64_t earliest(const struct watch *watch) {
  int64_t soonest = watch->kill_at < watch->drain_end ? watch->kill_at : watch->drain_end;
  if (watch->step->ended || watch->step->cause != CAUSE_NONE) return soonest;
  if (watch->deadline < soonest) soonest = watch->deadline;
  return watch->fence < soonest ? watch->fence : soonest;
}

static void wait_for_something(struct watch *watch) {
  struct step *step = watch->step;
  struct pollfd sources[3] = {{.fd = step->signals, .events = POLLIN},
                              {.fd = step->control, .events = POLLIN},
                              {.fd = watch->output_ended ? -1 : step->spool.pipe, .events = POLLIN}};
  int64_t until = earliest(watch), left = until - watch->now;
  int timeout = until == INT64_MAX ? -1 : left < 0 ? 0 : left > 60000 ? 60000 : (int)left;
  poll(sources, 3, timeout);
  watch->now = monotonic_ms();
  if (sources[2].revents) watch->output_ended = copy_output(&step->spool) == 0;
  if (sources[1].revents) obey(watch);
  if (sources[0].revents) take_signals(watch);
}

void supervise(struct step *step) {
  int64_t now = monotonic_ms();
  struct watch watch = {.step = step,
                        .now = now,
                        .deadline = after(now, step->job->deadline_ms),
                        .fence = after(now, step->job->lease_ms),
                        .drain_end = INT64_MAX,
                        .kill_at = INT64_MAX,
                        .give_up = INT64_MAX};
  while (!step->childless && watch.now < watch.give_up) {
    wait_for_something(&watch);
    reap(&watch);
    keep_time(&watch);
  }
  /* Whoever still holds the pipe is not ours: take what is there, wait for nobody. */
  while (!watch.output_ended && copy_output(&step->spool) > 0) continue;
}
