#ifndef SYNCML_MEASURING_H
#define SYNCML_MEASURING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What a walk over a WBXML document has seen.
typedef struct {
  uint64_t elements;
  uint64_t ends;
  uint64_t texts;
  uint64_t text_bytes;
  /// Depends on the order of the elements.
  uint64_t checksum;
} MeasuringTokenCounts;

/// Walks over the tokens of a WBXML document and counts them: what any reader has to do at least.
///
/// Nothing is checked but that the walk stays within the bytes: no depth, no tables, no UTF-8, no order. A document
/// with attributes or other tokens that the measured messages lack is refused.
///
/// @return whether the document has been walked over to its end.
bool measuring_walk_tokens(const uint8_t *bytes, size_t count, MeasuringTokenCounts *counts);

/// Whether this program counts heap allocations: on Linux with glibc, and without a sanitizer, which does it itself.
bool measuring_counts_allocations(void);

/// How often the current thread has asked for memory so far: malloc, calloc, realloc, memalign, posix_memalign,
/// aligned_alloc, valloc.
uint64_t measuring_allocations(void);

/// The bytes of the heap that the program has in use, all threads together; 0 where the C library does not say.
uint64_t measuring_heap_bytes(void);

#endif
