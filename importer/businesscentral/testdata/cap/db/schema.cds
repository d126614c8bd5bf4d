namespace bc;

entity Companies {
  key id               : UUID;
      name             : String(30);
      contacts         : Association to many Contacts on contacts.company = $self;
      customerContacts : Association to many Contacts on customerContacts.company = $self;
}

// The lengths are Business Central's, but for the title: what $metadata says beats
// what the client knows.
entity Contacts {
  key id                 : UUID;
      company            : Association to Companies;
      number             : String(20);
      relation           : String(20);
      email              : String(80);
      firstName          : String(30);
      lastName           : String(30);
      professionalTitle  : String(40);
      primaryPhoneNumber : String(30);
      customerId         : UUID;
      customerName       : String(100);
      version            : UUID @odata.etag; // a new one with every update
}
