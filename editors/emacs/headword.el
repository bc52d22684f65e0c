;;; headword.el --- Headword in Emacs, by eglot  -*- lexical-binding: t; -*-

;; Copy this file into a folder of your `load-path', and write (require 'headword) in your configuration. It needs
;; eglot, which Emacs has from version 29 on; for Emacs 28, install eglot from GNU ELPA, or Debian's elpa-eglot.

;;; Code:

(require 'eglot)

(defgroup headword nil
  "A glossary whose mistakes are shown while you type."
  :group 'text)

(defcustom headword-program "headword"
  "The program `headword': its name, or its path."
  :type 'string)

(defvar headword-mode-map (make-sparse-keymap)
  "Keys of `headword-mode'.")

(define-derived-mode headword-mode text-mode "Headword"
  "A text of a glossary.  With `markdown-mode', use that mode instead.")

(defun headword-root (&optional path)
  "The folder of the glossary with the file at PATH, or with that of this buffer."
  (let ((path (or path buffer-file-name)))
    (and path (locate-dominating-file path "glossary.toml"))))

(defun headword-project (folder)
  "The project of a glossary with FOLDER in it, so that eglot uses one server for it."
  (let ((root (locate-dominating-file folder "glossary.toml")))
    (and root (cons 'headword (expand-file-name root)))))

(cl-defmethod project-root ((project (head headword)))
  "The folder of PROJECT."
  (cdr project))

(defun headword-ensure ()
  "Start the server for the file of this buffer, if the file is in a glossary."
  (when (headword-root)
    (setq-local project-find-functions (cons #'headword-project project-find-functions))
    (eglot-ensure)))

(defun headword-show ()
  "Show the page of this entry in a browser."
  (interactive)
  (let ((command (list :command "headword.show"
                       :arguments (vector (plist-get (eglot--TextDocumentIdentifier) :uri)))))
    (browse-url (jsonrpc-request (eglot--current-server-or-lose) :workspace/executeCommand command))))

(add-to-list 'eglot-server-programs
             (cons '(headword-mode markdown-mode gfm-mode)
                   (lambda (&rest _) (list headword-program "lsp"))))

(dolist (hook '(headword-mode-hook markdown-mode-hook))
  (add-hook hook #'headword-ensure))

;; without markdown-mode, the files of a glossary get a mode of their own
(unless (fboundp 'markdown-mode)
  (add-to-list 'auto-mode-alist '("\\.md\\'" . headword-mode)))

(provide 'headword)
;;; headword.el ends here
