// The stock server, on loopback only, with contacts to begin with. It ends with
// its standard input, so that it never outlives whoever started it.
const http = require('node:http')
const cds = require('@sap/cds')
const express = require('express')

const company = '5d115c9c-44e3-ea11-bb43-000d3a2feca1'

const companies = [
  { id: '11111111-44e3-ea11-bb43-000d3a2feca1', name: 'Another Company' },
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

module.exports = options => {
  const app = express()
  app.listen = port => http.createServer(app).listen(port, '127.0.0.1')
  cds.once('served', async () => {
    await cds.db.run([
      cds.ql.INSERT.into('bc.Companies').entries(companies),
      cds.ql.INSERT.into('bc.Contacts').entries(Array.from({ length: 300 }, (_, i) => contact(i + 1)))
    ])
  })
  cds.once('listening', ({ server }) => console.log(`listening on port ${server.address().port}`))
  process.stdin.on('end', () => process.exit()).resume()
  return cds.server({ ...options, app })
}
