// One more button above a list to tick: all of it at once. Nothing is ticked without that click.
(function () {
  'use strict'

  const form = document.querySelector('form[data-tick-all]')
  if (!form) return
  for (const group of form.querySelectorAll('fieldset')) {
    const boxes = [...group.querySelectorAll('input[data-ticks]')]
    const legend = group.querySelector('legend')
    if (!boxes.length || !legend || group.querySelector('fieldset')) continue
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'btn btn-sm tick-all'
    button.textContent = form.dataset.tickAll
    button.setAttribute('aria-label', form.dataset.tickAll + ' : ' + legend.textContent.trim())
    button.addEventListener('click', () => boxes.forEach((box) => { box.checked = true }))
    legend.after(button)
  }
})()
