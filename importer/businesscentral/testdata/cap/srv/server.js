// The stock server, on loopback only, with contacts and items to begin with. It ends with
// its standard input, so that it never outlives whoever started it.
const http = require('node:http')
const cds = require('@sap/cds')
const express = require('express')

const company = '5d115c9c-44e3-ea11-bb43-000d3a2feca1'

const another = '11111111-44e3-ea11-bb43-000d3a2feca1'

const companies = [
  { id: another, name: 'Another Company' },
  { id: company, name: 'CRONUS International Ltd.' }
]

// contact makes the nth of 300. The last two are in contacts alone; from 201 on,
// all have one e-mail address.
const contact = n => ({
  id: `0c0ffee0-ab00-4000-8000-${String(n).padStart(12, '0')}`,
  company_id: company,
  number: `CONT${String(n).padStart(5, '0')}`,
  relation: n > 298 ? 'Multiple' : 'Customer',
  email: n > 200 ? 'info@contoso.com' : `contact.${n}@contoso.com`,
  firstName: `First ${n}`,
  lastName: 'Müller',
  professionalTitle: `Title ${n}`,
  primaryPhoneNumber: `+49 30 ${1000 + n}`,
  customerName: 'Contoso Ltd.',
  version: cds.utils.uuid()
})

// category makes the nth of a company's categories; both companies have the same codes.
const category = (company, code, n) => ({
  id: `ca7e0000-ab00-4000-8000-${company === another ? 'f' : '0'}${String(n + 1).padStart(11, '0')}`,
  company_id: company,
  code,
  displayName: `Category ${code}`,
  version: cds.utils.uuid()
})

const codes = ['CHAIR', 'DESK', 'LAMP', 'SHELF', 'TABLE']
const categories = [company, another].flatMap(of => codes.map((code, n) => category(of, code, n)))

// item makes the nth of 150. One in ten has nothing but texts.
const item = n => ({
  id: `17e00000-ab00-4000-8000-${String(n).padStart(12, '0')}`,
  company_id: company,
  number: `ITEM${String(n).padStart(5, '0')}`,
  displayName: `Item ${n}`,
  version: cds.utils.uuid(),
  ...(n % 10 ? typed(n) : {})
})

const typed = n => ({
  type: 'Inventory',
  itemCategoryId: categories[n % codes.length].id,
  unitPrice: n + 0.5,
  unitCost: n / 8,
  priceIncludesTax: n % 2 === 0,
  blocked: false,
  leadTimeDays: n % 30,
  launchDate: '2024-02-29',
  lastCountedDateTime: '2026-01-31T23:59:59Z',
  promotedDateTime: '2026-01-31T23:59:59.125Z'
})

module.exports = options => {
  const app = express()
  app.listen = port => http.createServer(app).listen(port, '127.0.0.1')
  cds.once('served', async () => {
    await cds.db.run([
      cds.ql.INSERT.into('bc.Companies').entries(companies),
      cds.ql.INSERT.into('bc.Contacts').entries(Array.from({ length: 300 }, (_, i) => contact(i + 1))),
      cds.ql.INSERT.into('bc.ItemCategories').entries(categories),
      cds.ql.INSERT.into('bc.Items').entries([
        ...Array.from({ length: 150 }, (_, i) => item(i + 1)),
        { ...item(1), id: '17e00000-ab00-4000-8000-f00000000001', company_id: another }
      ])
    ])
  })
  cds.once('listening', ({ server }) => console.log(`listening on port ${server.address().port}`))
  process.stdin.on('end', () => process.exit()).resume()
  return cds.server({ ...options, app })
}
