#include "CLineEditor.h"

#include <histedit.h>
#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

struct LineEditor {
    EditLine *edit;
    History *history;
    char *history_file;
    const char *prompt;
    LineCompletion completion;
    void *context;
    /// What was pasted behind the line, when it has several lines.
    char *pasted;
    bool cancelled;
};

static LineEditor *self(EditLine *edit) {
    LineEditor *editor = NULL;
    el_get(edit, EL_CLIENTDATA, &editor);
    return editor;
}

static char *prompt(EditLine *edit) { return (char *)self(edit)->prompt; }

static unsigned char cancel(EditLine *edit, int key) {
    (void)key;
    self(edit)->cancelled = true;
    return CC_NEWLINE;
}

static unsigned char complete(EditLine *edit, int key) {
    (void)key;
    LineEditor *editor = self(edit);
    const LineInfo *info = el_line(edit);
    size_t length = (size_t)(info->cursor - info->buffer);
    char *before = strndup(info->buffer, length);
    if (before == NULL) return CC_ERROR;
    int replaced = 0;
    char *listing = NULL;
    char *text = editor->completion(editor->context, before, &replaced, &listing);
    free(before);
    unsigned char result = CC_ERROR;
    if (text != NULL) {
        if (replaced > 0) el_deletestr(edit, replaced);
        el_insertstr(edit, text);
        free(text);
        result = CC_REFRESH;
    }
    if (listing != NULL) {
        fprintf(stdout, "\n%s\n", listing);
        fflush(stdout);
        free(listing);
        result = CC_REDISPLAY;
    }
    return result;
}

/// The terminal brackets what is pasted with `ESC [ 2 0 0 ~` and `ESC [ 2 0 1 ~`; inside, Tab and Return are text.
static unsigned char paste(EditLine *edit, int key) {
    (void)key;
    static const char end[] = "\033[201~";
    LineEditor *editor = self(edit);
    size_t length = 0, capacity = 256;
    char *text = malloc(capacity);
    if (text == NULL) return CC_ERROR;
    for (;;) {
        wchar_t wide = 0;
        if (el_wgetc(edit, &wide) != 1) break;
        if (length + MB_LEN_MAX + 1 > capacity) {
            char *larger = realloc(text, capacity *= 2);
            if (larger == NULL) break;
            text = larger;
        }
        if (wide == L'\r') wide = L'\n';
        int count = wctomb(text + length, wide);
        if (count > 0) length += (size_t)count;
        if (length >= sizeof end - 1 && memcmp(text + length - (sizeof end - 1), end, sizeof end - 1) == 0) {
            length -= sizeof end - 1;
            break;
        }
    }
    text[length] = '\0';
    char *line_end = strchr(text, '\n');
    if (line_end == NULL) {
        el_insertstr(edit, text);
        free(text);
        return CC_REFRESH;
    }
    *line_end = '\0';
    el_insertstr(edit, text);
    editor->pasted = strdup(line_end + 1);
    free(text);
    return CC_NEWLINE;
}

LineEditor *line_editor_open(const char *program, const char *history_file, LineCompletion completion, void *context) {
    // Letters of mathematics take more than a byte.
    if (setlocale(LC_CTYPE, "") == NULL || strcmp(nl_langinfo(CODESET), "UTF-8") != 0) setlocale(LC_CTYPE, "C.UTF-8");
    LineEditor *editor = calloc(1, sizeof *editor);
    if (editor == NULL) return NULL;
    editor->edit = el_init(program, stdin, stdout, stderr);
    editor->history = history_init();
    if (editor->edit == NULL || editor->history == NULL) {
        line_editor_close(editor);
        return NULL;
    }
    editor->prompt = "";
    editor->completion = completion;
    editor->context = context;
    EditLine *edit = editor->edit;
    el_set(edit, EL_CLIENTDATA, editor);
    el_set(edit, EL_PROMPT, prompt);
    el_set(edit, EL_EDITOR, "emacs");
    el_set(edit, EL_ADDFN, "notebook-complete", "Complete a name", complete);
    el_set(edit, EL_BIND, "\t", "notebook-complete", NULL);
    el_set(edit, EL_ADDFN, "notebook-paste", "Take in what is pasted", paste);
    el_set(edit, EL_BIND, "\033[200~", "notebook-paste", NULL);
    // While a line is edited Ctrl-C is a key; during a computation it is the signal.
    el_set(edit, EL_ADDFN, "notebook-cancel", "Give up the line", cancel);
    el_set(edit, EL_SETTY, "-d", "-isig", NULL);
    el_set(edit, EL_BIND, "^C", "notebook-cancel", NULL);

    HistEvent event;
    history(editor->history, &event, H_SETSIZE, 1000);
    history(editor->history, &event, H_SETUNIQUE, 1);
    if (history_file != NULL) {
        editor->history_file = strdup(history_file);
        history(editor->history, &event, H_LOAD, history_file);
    }
    el_set(edit, EL_HIST, history, editor->history);
    return editor;
}

LineEnd line_editor_read(LineEditor *editor, const char *prompt, char **line) {
    *line = NULL;
    editor->prompt = prompt;
    editor->cancelled = false;
    fputs("\033[?2004h", stdout);
    fflush(stdout);
    int count = 0;
    const char *text = el_gets(editor->edit, &count);
    fputs("\033[?2004l", stdout);
    fflush(stdout);
    char *pasted = editor->pasted;
    editor->pasted = NULL;
    if (editor->cancelled || text == NULL || count <= 0) {
        bool cancelled = editor->cancelled;
        free(pasted);
        if (cancelled) fputs("^C\n", stdout);
        return cancelled ? LINE_CANCELLED : LINE_END;
    }
    size_t length = strlen(text);
    while (length > 0 && (text[length - 1] == '\n' || text[length - 1] == '\r')) length--;
    size_t more = pasted == NULL ? 0 : strlen(pasted);
    while (more > 0 && pasted[more - 1] == '\n') more--;
    *line = malloc(length + more + 2);
    if (*line != NULL) {
        memcpy(*line, text, length);
        if (more > 0) {
            (*line)[length++] = '\n';
            memcpy(*line + length, pasted, more);
            fwrite(pasted, 1, more, stdout);
            fputc('\n', stdout);
        }
        (*line)[length + more] = '\0';
    }
    free(pasted);
    return *line == NULL ? LINE_END : LINE_READ;
}

void line_editor_remember(LineEditor *editor, const char *text) {
    HistEvent event;
    history(editor->history, &event, H_ENTER, text);
    if (editor->history_file != NULL) history(editor->history, &event, H_SAVE, editor->history_file);
}

void line_editor_close(LineEditor *editor) {
    if (editor->edit != NULL) el_end(editor->edit);
    if (editor->history != NULL) history_end(editor->history);
    free(editor->history_file);
    free(editor);
}
