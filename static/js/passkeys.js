// Beside allauth's scripts: buttons for passkeys show only where the browser has them, and when it
// gives none, the page says so instead of staying silent.
(function () {
  'use strict'

  if (!window.PublicKeyCredential) return
  document.querySelectorAll('[data-passkey]').forEach((part) => { part.hidden = false })
  const trouble = document.querySelector('[data-passkey-trouble]')
  document.addEventListener('allauth.error', (event) => {
    if (!trouble) return
    event.preventDefault()
    trouble.hidden = false
  })
  document.addEventListener('click', (event) => {
    if (trouble && event.target.closest('button')) trouble.hidden = true
  }, true)
})()
