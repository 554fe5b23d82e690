/*
 * The nursery: a small process that starts shims for its connector. A connector has much memory, and to fork it takes
 * as long as a short step; this process forks in no time. What it forks is a shim at once: to execute the same program
 * anew would take longer than the fork. On the list of processes it takes the name of its job directory, as far as the
 * words that the nursery was started with leave room for it.
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
#include <sys/prctl.h>
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
static int signals;

/* The words of the command line, one behind the other. */
static char *title;
static size_t title_room;

static void take_title(const char *place) {
  char text[LONGEST_PATH + 8];
  int length = snprintf(text, sizeof text, "shim%c%s", 0, place);
  memset(title, 0, title_room);
  memcpy(title, text, (size_t)length < title_room ? (size_t)length : title_room - 1);
  prctl(PR_SET_NAME, "shim");
}

/* In the child: it keeps the job and the way to answer, and nothing else of this process. */
static int become_shim(char *place, char *text, size_t length, const int *answers) {
  struct job job;
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  dup2(answers[1], STDOUT_FILENO);
  for (int i = 0; i < 2; i++) close(answers[i]);
  for (size_t i = 0; i < count; i++)
    if (children[i].answers >= 0) close(children[i].answers);
  close(signals);
  take_title(place);
  return shim(place, parse_job(text, length, &job) ? &job : NULL);
}

static void start(long id, char *place, char *job, size_t length) {
  int answers[2];
  fflush(stdout); /* the child is not to say it again */
  bool ready = pipe2(answers, O_CLOEXEC) == 0;
  pid_t pid = ready ? fork() : -1;
  if (pid == 0) _exit(become_shim(place, job, length, answers));
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

static void reap(void) {
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

int nursery(int words, char **arguments) {
  title = arguments[0];
  title_room = (size_t)(arguments[words - 1] + strlen(arguments[words - 1]) + 1 - title);
  signals = watch_children();
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
    if (sources[1].revents) reap();
    if (sources[0].revents && !take_request()) return 0;
  }
}
