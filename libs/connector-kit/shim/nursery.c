/*
 * The nursery: a small process that starts shims for its connector. A connector has much memory, and to fork it takes
 * as long as a short step; this process forks in no time.
 *
 *   in    <id> <bytes of the job directory's path> <bytes of the job>\n, then both
 *   out   a <id> <what the shim answered>\n       once; nothing behind the id when it died without an answer
 *         x <id>\n                                the shim has ended
 *
 * It ends with its standard input. Its shims do not: nothing ties them to it.
 */
#include "shim.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ANSWER_ROOM = 256, LONGEST_PATH = 4096, LARGEST_JOB = 64 << 20 };

struct child {
  long id;
  pid_t pid;
  int answers; /* -1 = it has answered */
  char answer[ANSWER_ROOM];
  size_t length;
};

static struct child *children;
static size_t count, room;

static void start(long id, char *place, const char *job, size_t length) {
  int answers[2], input = memfd_create("job", MFD_CLOEXEC);
  bool ready = input >= 0 && write(input, job, length) == (ssize_t)length && lseek(input, 0, SEEK_SET) == 0 &&
               pipe2(answers, O_CLOEXEC) == 0;
  pid_t pid = ready ? fork() : -1;
  if (pid == 0) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    dup2(input, STDIN_FILENO);
    dup2(answers[1], STDOUT_FILENO);
    char *arguments[] = {"shim", place, NULL}, *environment[] = {NULL};
    execve("/proc/self/exe", arguments, environment);
    _exit(127);
  }
  if (input >= 0) close(input);
  if (ready) close(answers[1]);
  if (pid < 0) {
    if (ready) close(answers[0]);
    printf("a %ld no process can be made: %m\nx %ld\n", id, id);
    return;
  }
  if (count == room) children = realloc(children, (room = room ? room * 2 : 64) * sizeof *children);
  if (!children) _exit(1);
  children[count++] = (struct child){.id = id, .pid = pid, .answers = answers[0]};
}

static void tell_answer(struct child *child) {
  child->answer[strcspn(child->answer, "\n")] = 0;
  printf("a %ld %s\n", child->id, child->answer);
  close(child->answers);
  child->answers = -1;
}

static void take_answer(struct child *child) {
  ssize_t got = read(child->answers, child->answer + child->length, ANSWER_ROOM - 1 - child->length);
  if (got > 0) child->length += (size_t)got;
  if (got <= 0 || memchr(child->answer, '\n', child->length) || child->length == ANSWER_ROOM - 1) tell_answer(child);
}

static void reap(int signals) {
  struct signalfd_siginfo signal;
  while (read(signals, &signal, sizeof signal) == sizeof signal) continue;
  for (pid_t pid; (pid = waitpid(-1, NULL, WNOHANG)) > 0;)
    for (size_t i = 0; i < count; i++) {
      if (children[i].pid != pid) continue;
      if (children[i].answers >= 0) take_answer(&children[i]);
      if (children[i].answers >= 0) tell_answer(&children[i]);
      printf("x %ld\n", children[i].id);
      children[i] = children[--count];
      break;
    }
}

/* False at the end of the input, or when it makes no sense. */
static bool take_request(void) {
  long id;
  size_t path, length;
  if (scanf("%ld %zu %zu", &id, &path, &length) != 3 || getchar() != '\n') return false;
  if (path > LONGEST_PATH || length > LARGEST_JOB) return false;
  char *text = malloc(path + 1 + length);
  bool whole = text && fread(text, 1, path, stdin) == path;
  if (whole) text[path] = 0;
  whole = whole && fread(text + path + 1, 1, length, stdin) == length;
  if (whole) start(id, text, text + path + 1, length);
  if (text) explicit_bzero(text, path + 1 + length);
  free(text);
  return whole;
}

static int watch_children(void) {
  sigset_t watched;
  sigemptyset(&watched);
  sigaddset(&watched, SIGCHLD);
  sigprocmask(SIG_BLOCK, &watched, NULL);
  return signalfd(-1, &watched, SFD_CLOEXEC | SFD_NONBLOCK);
}

int nursery(void) {
  int signals = watch_children();
  struct pollfd *sources = NULL;
  setvbuf(stdin, NULL, _IONBF, 0); /* what is not read yet is seen by poll */
  for (;;) {
    fflush(stdout);
    sources = realloc(sources, (count + 2) * sizeof *sources);
    if (!sources) return 1;
    size_t known = count;
    for (size_t i = 0; i < known; i++) sources[i + 2] = (struct pollfd){.fd = children[i].answers, .events = POLLIN};
    sources[0] = (struct pollfd){.fd = STDIN_FILENO, .events = POLLIN};
    sources[1] = (struct pollfd){.fd = signals, .events = POLLIN};
    if (poll(sources, (nfds_t)(known + 2), -1) < 0) continue;
    for (size_t i = 0; i < known; i++)
      if (sources[i + 2].revents) take_answer(&children[i]);
    if (sources[1].revents) reap(signals);
    if (sources[0].revents && !take_request()) return 0;
  }
}
