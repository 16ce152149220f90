// The C headers of cmark-gfm: CommonMark with tables.
#ifndef CMARKDOWN_H
#define CMARKDOWN_H

#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>

#endif
