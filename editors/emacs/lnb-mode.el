;;; lnb-mode.el --- Mathematical notebooks whose claims are checked  -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: MIT

;;; Commentary:

;; Colours, the language server (through eglot) and an input method in which `\gamma' gives γ.
;;
;;     (add-to-list 'load-path "…/editors/emacs")
;;     (require 'lnb-mode)

;;; Code:

(require 'quail)
(defvar eglot-server-programs)

(defconst lnb-statements
  '("axiom" "best" "calc" "certify" "check" "claim" "constant"
    "density" "evaluate" "find" "flow" "function" "import" "let"
    "maximise" "maximize" "minimise" "minimize" "param" "plot" "space"))

(defconst lnb-clauses
  '("and" "by" "cite" "digits" "expect" "for" "given" "if"
    "iff" "in" "note" "on" "oo" "over" "provided" "using"
    "where" "with"))

(defconst lnb-functions
  '("atan" "cos" "cosh" "div" "exp" "grad" "hess" "lap" "ln"
    "log" "partial" "sin" "sinh" "sqrt" "sym" "tan" "tanh"
    "tr" "transpose"))

(defconst lnb-font-lock-keywords
  `(("^ \\{0,3\\}\\(?:```+\\|~~~+\\).*$" . font-lock-preprocessor-face)
    ("^#+ .*$" . font-lock-comment-face)
    ("\"[^\"\n]*\"" . font-lock-string-face)
    (,(concat "^\\s-*\\(" (regexp-opt lnb-statements) "\\|for which\\)\\_>") 1 font-lock-keyword-face)
    (,(regexp-opt lnb-clauses 'symbols) . font-lock-builtin-face)
    (,(regexp-opt lnb-functions 'symbols) . font-lock-function-name-face)
    (,(regexp-opt '("proved" "certified" "supported" "assumed") 'symbols) . font-lock-type-face)
    (,(regexp-opt '("refuted" "ill-typed" "unknown") 'symbols) . font-lock-warning-face)
    ("[∇Δ∂∫]" . font-lock-function-name-face))
  "What `lnb-mode' colours.")

;;;###autoload
(define-derived-mode lnb-mode text-mode "Notebook"
  "Major mode for mathematical notebooks: Markdown with cells of claims."
  (setq-local comment-start "# ")
  (setq-local font-lock-defaults '(lnb-font-lock-keywords t)))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.lnb\\'" . lnb-mode))

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs '(lnb-mode . ("notebook" "lsp"))))

(quail-define-package "lnb" "UTF-8" "∇" t "The symbols of notebooks by their names: \\gamma gives γ.")

(quail-define-rules
 ("\\Delta" ?Δ)
 ("\\Gamma" ?Γ)
 ("\\Lambda" ?Λ)
 ("\\Omega" ?Ω)
 ("\\Phi" ?Φ)
 ("\\Pi" ?Π)
 ("\\Psi" ?Ψ)
 ("\\Sigma" ?Σ)
 ("\\Theta" ?Θ)
 ("\\Upsilon" ?Υ)
 ("\\Vert" ?‖)
 ("\\Xi" ?Ξ)
 ("\\alpha" ?α)
 ("\\bar" ["̄"])
 ("\\beta" ?β)
 ("\\cdot" ?·)
 ("\\chi" ?χ)
 ("\\delta" ?δ)
 ("\\dot" ["̇"])
 ("\\epsilon" ?ε)
 ("\\eta" ?η)
 ("\\gamma" ?γ)
 ("\\ge" ?≥)
 ("\\geq" ?≥)
 ("\\grad" ?∇)
 ("\\hat" ["̂"])
 ("\\hess" ["∇²"])
 ("\\infty" ["oo"])
 ("\\int" ?∫)
 ("\\iota" ?ι)
 ("\\kappa" ?κ)
 ("\\lambda" ?λ)
 ("\\langle" ?⟨)
 ("\\lap" ?Δ)
 ("\\le" ?≤)
 ("\\leq" ?≤)
 ("\\mu" ?μ)
 ("\\nabla" ?∇)
 ("\\norm" ?‖)
 ("\\nu" ?ν)
 ("\\omega" ?ω)
 ("\\omicron" ?ο)
 ("\\otimes" ?⊗)
 ("\\partial" ?∂)
 ("\\phi" ?φ)
 ("\\pi" ?π)
 ("\\psi" ?ψ)
 ("\\rangle" ?⟩)
 ("\\rho" ?ρ)
 ("\\sigma" ?σ)
 ("\\sq" ?²)
 ("\\tau" ?τ)
 ("\\theta" ?θ)
 ("\\tilde" ["̃"])
 ("\\times" ?×)
 ("\\upsilon" ?υ)
 ("\\varepsilon" ?ε)
 ("\\varphi" ?φ)
 ("\\xi" ?ξ)
 ("\\zeta" ?ζ))

(provide 'lnb-mode)
;;; lnb-mode.el ends here
