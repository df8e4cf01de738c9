#include "measuring.h"

#include <string.h>

/// Reads an mb_u_int32 (WAP-192 5.1); false where the bytes end first.
static inline bool read_integer(const uint8_t **at, const uint8_t *end, uint32_t *value) {
  uint32_t result = 0;
  while (*at < end) {
    uint8_t byte = *(*at)++;
    result = result << 7 | (byte & 0x7F);
    if (byte < 0x80) {
      *value = result;
      return true;
    }
  }
  return false;
}

bool measuring_walk_tokens(const uint8_t *bytes, size_t count, MeasuringTokenCounts *counts) {
  const uint8_t *at = bytes, *end = bytes + count;
  uint32_t identifier, index, charset, table_bytes;
  MeasuringTokenCounts seen = {0};
  if (at == end) return false;
  at += 1;
  if (!read_integer(&at, end, &identifier)) return false;
  if (identifier == 0 && !read_integer(&at, end, &index)) return false;
  if (!read_integer(&at, end, &charset) || !read_integer(&at, end, &table_bytes)) return false;
  if (table_bytes > (size_t)(end - at)) return false;
  const uint8_t *table = at;
  at += table_bytes;

  size_t depth = 0;
  uint32_t page = 0, value;
  while (at < end) {
    uint8_t byte = *at++;
    switch (byte) {
    case 0x00: // SWITCH_PAGE
      if (at == end) return false;
      page = (uint32_t)*at++ << 8;
      break;
    case 0x01: // END
      if (depth == 0) return false;
      depth -= 1;
      seen.ends += 1;
      break;
    case 0x03: { // STR_I
      const uint8_t *nul = memchr(at, 0, (size_t)(end - at));
      if (nul == NULL) return false;
      seen.texts += 1;
      seen.text_bytes += (uint64_t)(nul - at);
      seen.checksum ^= *at;
      at = nul + 1;
      break;
    }
    case 0x83: { // STR_T
      if (!read_integer(&at, end, &value) || value >= table_bytes) return false;
      const uint8_t *text = table + value;
      const uint8_t *nul = memchr(text, 0, table_bytes - value);
      seen.texts += 1;
      seen.text_bytes += nul == NULL ? table_bytes - value : (uint64_t)(nul - text);
      seen.checksum ^= *text;
      break;
    }
    case 0xC3: // OPAQUE
      if (!read_integer(&at, end, &value) || value > (size_t)(end - at)) return false;
      seen.texts += 1;
      seen.text_bytes += value;
      at += value;
      break;
    default:
      if ((byte & 0x3F) < 0x05 || byte >= 0x80) return false;
      seen.elements += 1;
      seen.checksum = seen.checksum * 31 + (page | (byte & 0x3F));
      if (byte >= 0x40) {
        depth += 1;
      } else {
        seen.ends += 1;
      }
    }
  }
  *counts = seen;
  return depth == 0 && seen.elements > 0;
}
