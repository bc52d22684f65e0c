;; A session of Emacs with editors/emacs/headword.el. Prints what the editor shows, as JSON.

(require 'headword)
(require 'json)
(require 'cl-lib)

(setq headword-program (getenv "HEADWORD")
      eglot-sync-connect 20
      eglot-autoshutdown nil
      make-backup-files nil)

(defun wait-for (what condition)
  "Wait until CONDITION is true, or fail for want of WHAT."
  (let ((end (+ (float-time) 20)))
    (while (not (funcall condition))
      (when (> (float-time) end)
        (error "No %s" what))
      (accept-process-output nil 0.05))))

(let* ((root (getenv "PROJECT"))
       (shown nil)
       (buffer (find-file-noselect (expand-file-name "content/levain.md" root))))
  (with-current-buffer buffer
    (setq-local project-find-functions (cons #'headword-project project-find-functions))
    (push (cons 'project root) shown)
    (apply #'eglot (eglot--guess-contact))
    (flymake-mode 1)
    (wait-for "diagnostics" (lambda () (flymake-start) (flymake-diagnostics)))
    (let ((first (car (flymake-diagnostics))))
      (push (cons 'diagnostic (car (split-string (flymake-diagnostic-text first) "\n"))) shown)
      (goto-char (flymake-diagnostic-beg first)))
    (let* ((actions (jsonrpc-request (eglot--current-server-or-lose) :textDocument/codeAction
                                     (list :textDocument (eglot--TextDocumentIdentifier)
                                           :range (list :start (eglot--pos-to-lsp-position)
                                                        :end (eglot--pos-to-lsp-position))
                                           :context (list :diagnostics []))))
           (action (aref actions 0)))
      (push (cons 'action (plist-get action :title)) shown)
      (eglot--apply-workspace-edit (plist-get action :edit))
      (push (cons 'line (buffer-substring (line-beginning-position) (line-end-position))) shown))
    ;; a renaming of the editor itself; it asks before it changes files that are not open
    (search-backward "[[")
    (forward-char 3)
    ;; a person is slower than the half second after which eglot sends what was typed
    (eglot--signal-textDocument/didChange)
    (cl-letf (((symbol-function 'y-or-n-p) (lambda (&rest _) t)))
      (eglot-rename "Winter rye"))
    (save-some-buffers t)
    (princ (json-encode shown))
    (eglot-shutdown (eglot--current-server-or-lose))))
