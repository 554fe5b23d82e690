#define _GNU_SOURCE
#include "init.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Deeper than paths can be named; a folder below is left, and removed with what it lies in. */
enum { deepest = 2000 };

static int own_below(int directory, uid_t uid, gid_t gid, int depth) {
  int failures = 0;
  DIR *entries = fdopendir(directory);
  if (!entries) {
    close(directory);
    return 1;
  }
  for (struct dirent *entry; (entry = readdir(entries));) {
    struct stat facts;
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    if (fstatat(directory, entry->d_name, &facts, AT_SYMLINK_NOFOLLOW) != 0) continue;
    if (facts.st_uid != uid || facts.st_gid != gid)
      failures += fchownat(directory, entry->d_name, uid, gid, AT_SYMLINK_NOFOLLOW) != 0;
    if (!S_ISDIR(facts.st_mode)) continue;
    int below = depth < deepest ? openat(directory, entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) : -1;
    failures += below < 0 ? 1 : own_below(below, uid, gid, depth + 1);
  }
  closedir(entries);
  return failures;
}

int own(const char *path, uid_t uid, gid_t gid) {
  int directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return 1;
  int failures = fchown(directory, uid, gid) != 0;
  return failures + own_below(directory, uid, gid, 0) > 0;
}
