using {bc} from '../db/schema';

// The part of Business Central's API that a client needs. Pages are short, so that
// every list is one of several pages.
@path: '/api/v2.0'
service BusinessCentral {

  @cds.query.limit: 1
  entity companies as projection on bc.Companies {
    *,
    contacts         : redirected to contacts,
    customerContacts : redirected to customerContacts,
    items            : redirected to items,
    itemCategories   : redirected to itemCategories
  };

  @cds.query.limit: 60
  entity contacts as projection on bc.Contacts {
    id, number, email, company, version
  };

  @cds.query.limit: 60
  entity customerContacts as projection on bc.Contacts excluding {
    number, relation
  } where relation = 'Customer';

  @cds.query.limit: 60
  entity items as projection on bc.Items;

  @cds.query.limit: 2
  entity itemCategories as projection on bc.ItemCategories;
}
