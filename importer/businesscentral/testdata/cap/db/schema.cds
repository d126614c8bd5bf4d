namespace bc;

entity Companies {
  key id               : UUID;
      name             : String(30);
      contacts         : Association to many Contacts on contacts.company = $self;
      customerContacts : Association to many Contacts on customerContacts.company = $self;
      items            : Association to many Items on items.company = $self;
      itemCategories   : Association to many ItemCategories on itemCategories.company = $self;
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

// Items have a field of every type. A CDS enumeration is an Edm.String in $metadata, the
// service refuses other texts.
entity Items {
  key id                  : UUID;
      company             : Association to Companies;
      number              : String(20);
      displayName         : String(100);
      type                : String(20) @assert.range enum { Inventory; Service; NonInventory = 'Non-Inventory' };
      itemCategoryId      : UUID;
      itemCategory        : Association to ItemCategories on itemCategory.id = itemCategoryId;
      unitPrice           : Decimal(20, 5);
      unitCost            : Decimal; // of any scale
      priceIncludesTax    : Boolean;
      blocked             : Boolean;
      leadTimeDays        : Integer;
      launchDate          : Date;
      lastCountedDateTime : DateTime; // to the second
      promotedDateTime    : Timestamp; // to 100 nanoseconds
      version             : UUID @odata.etag;
}

entity ItemCategories {
  key id          : UUID;
      company     : Association to Companies;
      code        : String(20);
      displayName : String(100);
      version     : UUID @odata.etag;
}
