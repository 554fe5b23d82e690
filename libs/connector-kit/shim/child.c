/* From fork to exec. Between the two the child waits for the record of the start to be on disk. */
#include "shim.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

static void give_up(int report, int error, char where) {
  struct spawn_failure failure = {.error = error, .where = where};
  (void)!write(report, &failure, sizeof failure);
  _exit(127);
}

static void reset_signals(void) {
  sigset_t none;
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

static void become_command(const struct job *job, int output, int go, int report) {
  char byte;
  setsid();
  join_cgroup(job);
  reset_signals();
  dup2(output, STDOUT_FILENO);
  dup2(output, STDERR_FILENO);
  if (read(go, &byte, 1) != 1) _exit(127); /* the shim died, or could not record the start */
  if (chdir(job->working_directory) != 0) give_up(report, errno, 'd');
  environ = job->environment;
  execvp(job->argv[0], job->argv);
  give_up(report, errno, 'c');
}

bool fork_step(struct step *step, int output, int *release) {
  int go[2], report[2];
  pid_t shim = getpid();
  if (pipe2(go, O_CLOEXEC) != 0 || pipe2(report, O_CLOEXEC | O_NONBLOCK) != 0) return false;
  step->pid = fork();
  if (step->pid < 0) return false;
  if (step->pid == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != shim) _exit(127);
    close(go[1]);
    become_command(step->job, output, go[0], report[1]);
  }
  close(go[0]);
  close(report[1]);
  *release = go[1];
  step->failure_pipe = report[0];
  return true;
}
