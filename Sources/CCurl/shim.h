#pragma once
#include <curl/curl.h>

/* Swift cannot call variadic functions. The library is opened at run time, so the function comes as an address. */
typedef CURLcode (*postil_curl_setopt_function)(CURL *, CURLoption, ...);
typedef CURLcode (*postil_curl_getinfo_function)(CURL *, CURLINFO, ...);

static inline CURLcode postil_curl_set_long(const void *setopt, CURL *easy, CURLoption option, long value) { return ((postil_curl_setopt_function)setopt)(easy, option, value); }
static inline CURLcode postil_curl_set_size(const void *setopt, CURL *easy, CURLoption option, curl_off_t value) { return ((postil_curl_setopt_function)setopt)(easy, option, value); }
static inline CURLcode postil_curl_set_string(const void *setopt, CURL *easy, CURLoption option, const char *value) { return ((postil_curl_setopt_function)setopt)(easy, option, value); }
static inline CURLcode postil_curl_set_pointer(const void *setopt, CURL *easy, CURLoption option, const void *value) { return ((postil_curl_setopt_function)setopt)(easy, option, value); }
static inline CURLcode postil_curl_set_write(const void *setopt, CURL *easy, CURLoption option, curl_write_callback value) { return ((postil_curl_setopt_function)setopt)(easy, option, value); }
static inline CURLcode postil_curl_set_progress(const void *setopt, CURL *easy, CURLoption option, curl_xferinfo_callback value) { return ((postil_curl_setopt_function)setopt)(easy, option, value); }
static inline CURLcode postil_curl_get_long(const void *getinfo, CURL *easy, CURLINFO info, long *value) { return ((postil_curl_getinfo_function)getinfo)(easy, info, value); }

/* Macros that Swift does not import. */
static inline long postil_curl_global_flags(void) { return CURL_GLOBAL_DEFAULT; }
