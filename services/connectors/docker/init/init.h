#ifndef YARD_INIT_H
#define YARD_INIT_H

#include <stdint.h>
#include <sys/types.h>

/* Gives a folder and all below it to that user; links themselves, never what they lead to. @returns 0 when all went */
int own(const char *directory, uid_t uid, gid_t gid);

#endif
