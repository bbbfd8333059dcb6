/*
 * Makes one call on a file fail, for tests of failing disks: cc -shared -fPIC, then LD_PRELOAD.
 *
 * FAULT is "CALL NUMBER ERROR SUFFIX": for example, "pwrite 7 EIO -wal" makes the seventh pwrite to a file whose name
 * ends in "-wal" fail with EIO, and "torn" instead of an error writes half of the bytes first. With a negative number,
 * all calls from that one on fail.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static char call[16], error[16], suffix[32];
static long number;
static long seen;
static int is_ready;

static void prepare(void) {
  if (is_ready) return;
  is_ready = 1;
  const char *fault = getenv("FAULT");
  if (fault == NULL || sscanf(fault, "%15s %ld %15s %31s", call, &number, error, suffix) != 4) call[0] = 0;
}

/* Whether this call fails. Sets errno. */
static int fails(const char *name, int descriptor) {
  int before = errno;
  prepare();
  if (strcmp(name, call) != 0) return 0;
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path);
  errno = before;
  size_t end = strlen(suffix);
  if (length < (ssize_t)end || memcmp(path + length - end, suffix, end) != 0) return 0;
  seen += 1;
  if (number < 0 ? seen < -number : seen != number) return 0;
  errno = strcmp(error, "ENOSPC") == 0 ? ENOSPC : EIO;
  return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset) {
  if (!fails("pwrite", descriptor)) return REAL(pwrite64)(descriptor, bytes, count, offset);
  int reason = errno;
  if (strcmp(error, "torn") == 0) REAL(pwrite64)(descriptor, bytes, count / 2, offset);
  errno = reason;
  return -1;
}

ssize_t pread64(int descriptor, void *bytes, size_t count, off64_t offset) {
  return fails("pread", descriptor) ? -1 : REAL(pread64)(descriptor, bytes, count, offset);
}

int fsync(int descriptor) { return fails("fsync", descriptor) ? -1 : REAL(fsync)(descriptor); }

int fdatasync(int descriptor) { return fails("fsync", descriptor) ? -1 : REAL(fdatasync)(descriptor); }

int ftruncate64(int descriptor, off64_t length) {
  return fails("ftruncate", descriptor) ? -1 : REAL(ftruncate64)(descriptor, length);
}
