// Line editing on a terminal, through libedit.
#ifndef CLINEEDITOR_H
#define CLINEEDITOR_H

#include <stdbool.h>
#include <stddef.h>

typedef struct LineEditor LineEditor;

/// What the Tab key does: `before` is the text up to the cursor. Returns the text to put there instead of its last
/// `*replaced` characters (free'd by the editor; `NULL` for nothing), and lines to show in `*listing` (likewise).
typedef char *(*LineCompletion)(void *context, const char *before, int *replaced, char **listing);

typedef enum { LINE_READ, LINE_CANCELLED, LINE_END } LineEnd;

/// `NULL` when the terminal cannot be used. `history` may be `NULL`.
LineEditor *line_editor_open(const char *program, const char *history, LineCompletion completion, void *context);

/// Reads a line, without its line end; to be free'd. A pasted text of several lines comes as one.
LineEnd line_editor_read(LineEditor *editor, const char *prompt, char **line);

/// Adds to the history, in memory and in its file.
void line_editor_remember(LineEditor *editor, const char *text);

/// Gives the terminal back as it was.
void line_editor_close(LineEditor *editor);

#endif
