// expat's header hides its limits against amplification unless it was told of DTD support; the library has them anyway.
#ifndef XML_DTD
#define XML_DTD 1
#endif
#include <expat.h>
#include <string.h>

#if XML_MAJOR_VERSION * 10000 + XML_MINOR_VERSION * 100 + XML_MICRO_VERSION >= 20400
#pragma weak XML_SetBillionLaughsAttackProtectionMaximumAmplification
#pragma weak XML_SetBillionLaughsAttackProtectionActivationThreshold

/// Bounds what entities may amplify, where the library at hand can.
static inline void CExpatLimitAmplification(XML_Parser parser, float factor, unsigned long long threshold) {
  if (XML_SetBillionLaughsAttackProtectionMaximumAmplification != 0)
    XML_SetBillionLaughsAttackProtectionMaximumAmplification(parser, factor);
  if (XML_SetBillionLaughsAttackProtectionActivationThreshold != 0)
    XML_SetBillionLaughsAttackProtectionActivationThreshold(parser, threshold);
}
#else
static inline void CExpatLimitAmplification(XML_Parser parser, float factor, unsigned long long threshold) {
  (void)parser, (void)factor, (void)threshold;
}
#endif
