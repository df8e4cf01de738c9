// Counts what a program asks the heap for: its malloc stands before the C library's, counts, and passes on.

#define _GNU_SOURCE
#include "measuring.h"

#include <errno.h>
#include <stdlib.h>
#if defined(__linux__)
#include <malloc.h>
#endif

#ifndef __has_feature
#define __has_feature(feature) 0
#endif

// A sanitizer puts its own functions there, and knows what they have handed out.
#if defined(__linux__) && defined(__GLIBC__) && !__has_feature(address_sanitizer) && \
    !__has_feature(thread_sanitizer) && !__has_feature(memory_sanitizer) && !defined(__SANITIZE_ADDRESS__)

// A counter for each thread: tests that run beside each other do not count each other's. The model is the one that
// needs no memory itself.
static _Thread_local uint64_t allocations __attribute__((tls_model("initial-exec")));

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void *__libc_valloc(size_t size);

void *malloc(size_t size) {
  allocations += 1;
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  allocations += 1;
  return __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size) {
  allocations += 1;
  return __libc_realloc(memory, size);
}

void *memalign(size_t alignment, size_t size) {
  allocations += 1;
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  allocations += 1;
  return __libc_memalign(alignment, size);
}

void *valloc(size_t size) {
  allocations += 1;
  return __libc_valloc(size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
  // POSIX: a power of two, and a multiple of a pointer's size; errno stays as it is.
  if (alignment % sizeof(void *) != 0 || alignment == 0 || (alignment & (alignment - 1)) != 0) return EINVAL;
  allocations += 1;
  int before = errno;
  void *result = __libc_memalign(alignment, size);
  errno = before;
  if (result == NULL) return ENOMEM;
  *memory = result;
  return 0;
}

bool measuring_counts_allocations(void) { return true; }

uint64_t measuring_allocations(void) { return allocations; }

uint64_t measuring_heap_bytes(void) {
  // The call is there since glibc 2.33.
#if __GLIBC_PREREQ(2, 33)
  struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
#else
  return 0;
#endif
}

#else

bool measuring_counts_allocations(void) { return false; }

uint64_t measuring_allocations(void) { return 0; }

uint64_t measuring_heap_bytes(void) { return 0; }

#endif
