/*
 * Preloaded into a process, writes down what it does to the files below a folder, in order: names made and changed, bytes
 * written, and what was synced. From that a test knows what would be on the medium if the power went away at any moment,
 * without a file system of its own: replay-disk.ts reads it.
 *
 * POWER_ROOT: the folder, absolute. POWER_JOURNAL: the file that it writes, outside of the folder.
 * A record: op u8 | inode u64 | offset u64 | length u32 | bytes, little endian.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST_FDS 65536
#define REAL(name) ((__typeof__(&name))real(#name))

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *root;
static size_t root_length;
static int journal = -1;
static uint64_t records;
/* 0: not ours; of a folder its path besides. */
static uint64_t inodes[MOST_FDS];
static char *folders[MOST_FDS];

static void *real(const char *name) {
  return dlsym(RTLD_NEXT, name);
}

__attribute__((constructor)) static void begin(void) {
  root = getenv("POWER_ROOT");
  const char *path = getenv("POWER_JOURNAL");
  if (!root || !path) return;
  root_length = strlen(root);
  int low = REAL(open)(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  // Out of the way of those who close what they believe to be theirs.
  journal = fcntl(low, F_DUPFD_CLOEXEC, 1000);
  REAL(close)(low);
}

static int is_ours(const char *path) {
  return journal >= 0 && strncmp(path, root, root_length) == 0 && (path[root_length] == '/' || path[root_length] == 0);
}

/* Asked anew: a number may have been closed and given to a socket without passing by here. */
static uint64_t inode_of(int fd) {
  struct stat about;
  if (fd < 0 || fd >= MOST_FDS || inodes[fd] == 0) return 0;
  return fstat(fd, &about) == 0 && about.st_ino == inodes[fd] && !S_ISSOCK(about.st_mode) ? inodes[fd] : 0;
}

/* Under the lock. A journal that cannot be written would make every later verdict wrong. */
static void note(char op, uint64_t inode, uint64_t offset, const void *bytes, uint32_t length) {
  char head[21];
  head[0] = op;
  memcpy(head + 1, &inode, 8);
  memcpy(head + 9, &offset, 8);
  memcpy(head + 17, &length, 4);
  struct iovec parts[2] = {{head, sizeof head}, {(void *)bytes, length}};
  if (REAL(writev)(journal, parts, 2) != (ssize_t)(sizeof head + length)) abort();
  records++;
}

static void note_two(char op, const char *from, const char *to) {
  char both[8192];
  int length = snprintf(both, sizeof both, "%s%c%s", from, 0, to);
  note(op, 0, 0, both, (uint32_t)length);
}

static int opened(int (*call)(const char *, int, ...), const char *path, int flags, mode_t mode) {
  if (!is_ours(path)) {
    int fd = call(path, flags, mode);
    if (fd >= 0 && fd < MOST_FDS) inodes[fd] = 0;
    return fd;
  }
  pthread_mutex_lock(&lock);
  struct stat about;
  int existed = stat(path, &about) == 0;
  int fd = call(path, flags, mode);
  int fault = errno;
  if (fd >= 0 && fd < MOST_FDS && fstat(fd, &about) == 0) {
    free(folders[fd]);
    folders[fd] = S_ISDIR(about.st_mode) ? strdup(path) : NULL;
    inodes[fd] = S_ISREG(about.st_mode) || S_ISDIR(about.st_mode) ? about.st_ino : 0;
    if (S_ISREG(about.st_mode)) {
      note(existed ? 'O' : 'C', about.st_ino, 0, path, strlen(path));
      if (existed && (flags & O_TRUNC)) note('T', about.st_ino, 0, "", 0);
    }
  }
  pthread_mutex_unlock(&lock);
  errno = fault;
  return fd;
}

#define MODE_OF(flags) \
  mode_t mode = 0; \
  if ((flags) & (O_CREAT | __O_TMPFILE)) { \
    va_list rest; \
    va_start(rest, flags); \
    mode = va_arg(rest, mode_t); \
    va_end(rest); \
  }

int open(const char *path, int flags, ...) {
  MODE_OF(flags)
  return opened(REAL(open), path, flags, mode);
}
int open64(const char *path, int flags, ...) {
  MODE_OF(flags)
  return opened(REAL(open64), path, flags, mode);
}

int close(int fd) {
  pthread_mutex_lock(&lock);
  if (fd >= 0 && fd < MOST_FDS) inodes[fd] = 0;
  pthread_mutex_unlock(&lock);
  return REAL(close)(fd);
}

static ssize_t noted_write(int fd, const struct iovec *parts, int count, int64_t offset) {
  uint64_t inode = inode_of(fd);
  if (inode == 0) return offset < 0 ? REAL(writev)(fd, parts, count) : REAL(pwritev)(fd, parts, count, offset);
  pthread_mutex_lock(&lock);
  int64_t at = offset;
  if (at < 0) at = fcntl(fd, F_GETFL) & O_APPEND ? lseek(fd, 0, SEEK_END) : lseek(fd, 0, SEEK_CUR);
  ssize_t written = offset < 0 ? REAL(writev)(fd, parts, count) : REAL(pwritev)(fd, parts, count, offset);
  int fault = errno;
  for (ssize_t left = written, part = 0; left > 0; part++) {
    size_t length = parts[part].iov_len < (size_t)left ? parts[part].iov_len : (size_t)left;
    note('W', inode, (uint64_t)at, parts[part].iov_base, (uint32_t)length);
    at += length;
    left -= length;
  }
  pthread_mutex_unlock(&lock);
  errno = fault;
  return written;
}

ssize_t write(int fd, const void *bytes, size_t length) {
  if (inode_of(fd) == 0) return REAL(write)(fd, bytes, length);
  struct iovec part = {(void *)bytes, length};
  return noted_write(fd, &part, 1, -1);
}
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
  if (inode_of(fd) == 0) return REAL(pwrite)(fd, bytes, length, offset);
  struct iovec part = {(void *)bytes, length};
  return noted_write(fd, &part, 1, offset);
}
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
  return pwrite(fd, bytes, length, offset);
}
ssize_t writev(int fd, const struct iovec *parts, int count) {
  return noted_write(fd, parts, count, -1);
}
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
  return noted_write(fd, parts, count, offset);
}
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t offset) {
  return noted_write(fd, parts, count, offset);
}

/* What copies without passing through the process is refused for our files: the caller then reads and writes. */
ssize_t copy_file_range(int from, off64_t *at, int to, off64_t *into, size_t length, unsigned flags) {
  if (inode_of(to) == 0) return REAL(copy_file_range)(from, at, to, into, length, flags);
  errno = ENOSYS;
  return -1;
}
ssize_t sendfile(int to, int from, off_t *at, size_t length) {
  if (inode_of(to) == 0) return REAL(sendfile)(to, from, at, length);
  errno = EINVAL;
  return -1;
}
ssize_t sendfile64(int to, int from, off64_t *at, size_t length) {
  return sendfile(to, from, at, length);
}
/* libuv asks the kernel for a copy by the number of the call. */
long syscall(long number, ...) {
  va_list rest;
  va_start(rest, number);
  long a = va_arg(rest, long), b = va_arg(rest, long), c = va_arg(rest, long);
  long d = va_arg(rest, long), e = va_arg(rest, long), f = va_arg(rest, long);
  va_end(rest);
  if (number == SYS_copy_file_range && inode_of((int)c) != 0) {
    errno = ENOSYS;
    return -1;
  }
  return REAL(syscall)(number, a, b, c, d, e, f);
}
int ioctl(int fd, unsigned long request, ...) {
  va_list rest;
  va_start(rest, request);
  void *argument = va_arg(rest, void *);
  va_end(rest);
  if (request == 0x40049409 && inode_of(fd) != 0) {
    errno = EOPNOTSUPP;
    return -1;
  }
  return REAL(ioctl)(fd, request, argument);
}

int ftruncate(int fd, off_t size) {
  uint64_t inode = inode_of(fd);
  if (inode == 0) return REAL(ftruncate)(fd, size);
  pthread_mutex_lock(&lock);
  int done = REAL(ftruncate)(fd, size);
  int fault = errno;
  if (done == 0) note('T', inode, (uint64_t)size, "", 0);
  pthread_mutex_unlock(&lock);
  errno = fault;
  return done;
}
int ftruncate64(int fd, off64_t size) {
  return ftruncate(fd, size);
}

/* Only what was written before the call is promised by its return. */
static int synced(int (*call)(int), int fd) {
  uint64_t inode = inode_of(fd);
  if (inode == 0) return call(fd);
  pthread_mutex_lock(&lock);
  uint64_t until = records;
  char *folder = folders[fd] ? strdup(folders[fd]) : NULL;
  pthread_mutex_unlock(&lock);
  int done = call(fd);
  int fault = errno;
  pthread_mutex_lock(&lock);
  if (done == 0) note(folder ? 'D' : 'S', inode, until, folder ? folder : "", folder ? strlen(folder) : 0);
  pthread_mutex_unlock(&lock);
  free(folder);
  errno = fault;
  return done;
}
int fsync(int fd) {
  return synced(REAL(fsync), fd);
}
int fdatasync(int fd) {
  return synced(REAL(fdatasync), fd);
}

/* Names: the call and its record are one step for every thread. */
#define NAMED(call, record, path) \
  if (!is_ours(path)) return call; \
  pthread_mutex_lock(&lock); \
  int done = call; \
  int fault = errno; \
  if (done == 0) record; \
  pthread_mutex_unlock(&lock); \
  errno = fault; \
  return done;

int rename(const char *from, const char *to) {
  NAMED(REAL(rename)(from, to), note_two('R', from, to), from)
}
int link(const char *from, const char *to) {
  NAMED(REAL(link)(from, to), note_two('L', from, to), from)
}
int unlink(const char *path) {
  NAMED(REAL(unlink)(path), note('U', 0, 0, path, strlen(path)), path)
}
int mkdir(const char *path, mode_t mode) {
  NAMED(REAL(mkdir)(path, mode), note('M', 0, 0, path, strlen(path)), path)
}
int rmdir(const char *path) {
  NAMED(REAL(rmdir)(path), note('X', 0, 0, path, strlen(path)), path)
}
/* A folder is removed with all that is in it by names beside an open folder. */
int unlinkat(int folder, const char *name, int flags) {
  char path[8192];
  char link[64];
  ssize_t length = 0;
  if (name[0] != '/' && folder != AT_FDCWD) {
    snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
    length = readlink(link, path, 4096);
    if (length < 0) length = 0;
    path[length++] = '/';
  }
  snprintf(path + length, sizeof path - length, "%s", name);
  NAMED(REAL(unlinkat)(folder, name, flags), note(flags & AT_REMOVEDIR ? 'X' : 'U', 0, 0, path, strlen(path)), path)
}
int remove(const char *path) {
  struct stat about;
  return lstat(path, &about) == 0 && S_ISDIR(about.st_mode) ? rmdir(path) : unlink(path);
}
