/** A customer's workspace: an integration with settings and changes on the shipped sales order. */
export const acme = {
  'acme.yaml': `apiVersion: v1
kind: Integration
name: acme
title: Acme Furniture
extends: app4sales-to-business-central@1.0.0

# Agreed with the customer on 3 March.
settings:
  SalesOrderDefaultReasonCode: WEB      # from the old connector
  AddInstructionToItemDescription: true

overlays:
  mappings:
    sales-order:
      fields:
        salesperson: Source                          # not in the default
        phoneNumber: { remove: true }
        shipToName: $uppercase(ConsumerName)         # the carrier prints it
        salesOrderLines:
          parts:
            items:
              fields:
                description: Description & ' / ' & Item.ItemCode
  tables:
    charge:
      rows:
        FREIGHT: { lineType: Account, number: '8010' }
`,
}
