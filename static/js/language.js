// Changing the language loads the page anew, and what was typed is gone. So it asks first.
//
// Nothing is carried over: an address, a cookie or the browser's storage would keep, in clear, what
// is encrypted everywhere else. Nobody is asked who typed nothing, or whose page was saved meanwhile.
(function () {
  'use strict'

  const fields = (root) => [...root.querySelectorAll('input:not([type=hidden]), textarea, select')]

  const touched = (field) => {
    if (field.type === 'checkbox' || field.type === 'radio') return field.checked !== field.defaultChecked
    if (field.type === 'file') return field.files.length > 0
    if (field.tagName === 'SELECT') {
      const chosen = [...field.options]
      if (!chosen.some((option) => option.defaultSelected)) return field.selectedIndex > 0
      return chosen.some((option) => option.selected !== option.defaultSelected)
    }
    return field.value !== field.defaultValue
  }

  const keep = (field) => {
    field.defaultValue = field.value
    field.defaultChecked = field.checked
    for (const option of field.options || []) option.defaultSelected = option.selected
  }

  // A form that saves by itself has nothing to lose once the answer came.
  document.addEventListener('htmx:afterOnLoad', (event) => {
    const form = event.target.closest && event.target.closest('form')
    if (form && form.method === 'post') fields(form).forEach(keep)
  })

  document.addEventListener('submit', (event) => {
    const form = event.target
    if (!form.matches('form.languages')) return
    const others = [...document.forms].filter((other) => other !== form)
    const loses = 'typed' in form.dataset || others.some((other) => fields(other).some(touched))
    if (loses && !window.confirm(form.dataset.loses)) event.preventDefault()
  })
})()
