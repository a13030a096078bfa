import type { RequestListener } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Session } from '../../../../server/connectors/connector.ts'
import { isOwnNetwork } from '../../../../server/connectors/http/fetch-content.ts'
import { testCertificate, testCertificateKey } from '../../test-certificate.ts'
import { type World, findFirst, openWorld, problemOf } from './open.ts'

const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex')
const base64 = png.toString('base64')

async function openWithOrder(keys: object = {}) {
  const world = await openWorld(keys)
  const { entity: order } = await world.session.send({
    kind: 'create',
    target: world.target('salesOrders'),
    body: { customerNumber: '10000' },
  })
  const attachment = (attachmentContent: unknown) => ({
    parentId: order!.values['id'],
    parentType: 'Sales Order',
    fileName: 'photo.png',
    attachmentContent,
  })
  return { ...world, order: order!, attachment }
}

async function attachmentsOf({ session, target }: World, parentId: unknown) {
  const [found] = await session.findAll([{ target: target('documentAttachments'), match: { parentId, parentType: 'Sales Order' } }])
  return found!
}

describe('SO-B02 attachments', () => {
  test('go after their record, and are verified by size', async () => {
    const world = await openWithOrder()
    const body = world.attachment(base64)

    const { entity } = await world.session.send({ kind: 'create', target: world.target('documentAttachments'), body })

    expect(entity!.values).toMatchObject({ fileName: 'photo.png', byteSize: png.length })
    expect(world.session.differences(world.target('documentAttachments'), body, entity!)).toEqual([])
    expect(
      world.sandbox
        .ledger()
        .map(({ method, entitySet }) => `${method} ${entitySet}`)
        .slice(1),
    ).toEqual(['POST documentAttachments', 'PATCH documentAttachments/attachmentContent'])
  })

  test('go with their order in one deep insert', async () => {
    const world = await openWorld()
    const files = Array.from({ length: 6 }, (_, index) => ({
      fileName: `${index}.png`,
      attachmentContent: Buffer.alloc(index + 1).toString('base64'),
    }))
    const body = { customerNumber: '10000', documentAttachments: files }

    const { entity } = await world.session.send({ kind: 'create', target: world.target('salesOrders'), body })
    const found = await attachmentsOf(world, entity!.values['id'])

    expect(found.map(({ values }) => `${String(values['fileName'])} ${String(values['byteSize'])}`).sort()).toEqual(
      files.map(({ fileName }, index) => `${fileName} ${index + 1}`),
    )
  })

  test('SO-X03 when the content is refused, the record that was made for it is taken back', async () => {
    const world = await openWithOrder()
    await world.setFaults({
      fault: 'refuse',
      method: 'PATCH',
      entitySet: 'documentAttachments/attachmentContent',
      status: 400,
      code: 'Application_DialogException',
      message: 'No.',
    })

    const problem = await problemOf(
      world.session.send({ kind: 'create', target: world.target('documentAttachments'), body: world.attachment(base64) }),
    )

    expect(problem).toMatchObject({ code: 'bc.refused', class: 'rejected' })
    expect(await attachmentsOf(world, world.order.values['id'])).toEqual([])
  })

  test('when it cannot be taken back either, what stands there has to be looked up', async () => {
    const world = await openWithOrder()
    await world.setFaults(
      {
        fault: 'refuse',
        method: 'PATCH',
        entitySet: 'documentAttachments/attachmentContent',
        status: 400,
        code: 'Application_DialogException',
        message: 'No.',
      },
      { fault: 'refuse', method: 'DELETE', entitySet: 'documentAttachments', status: 500, code: 'Internal_ServerError', message: 'No.' },
    )

    const problem = await problemOf(
      world.session.send({ kind: 'create', target: world.target('documentAttachments'), body: world.attachment(base64) }),
    )

    expect(problem).toMatchObject({ class: 'ambiguous' })
    expect(await attachmentsOf(world, world.order.values['id'])).toHaveLength(1)
  })

  test.each(['not base64!', 'abc', 7, { url: 'x' }])('%o is no content, and nothing is sent', async (content) => {
    const world = await openWithOrder()
    const before = world.sandbox.ledger().length

    const problem = await problemOf(
      world.session.send({ kind: 'create', target: world.target('documentAttachments'), body: world.attachment(content) }),
    )

    expect(problem).toMatchObject({ code: 'bc.content-refused', class: 'rejected' })
    expect(world.sandbox.ledger()).toHaveLength(before)
  })
})

describe('AC-16 pictures', () => {
  test.each([
    ['v2.0', 'pictures', 'pictureContent'],
    ['v1.0', 'picture', 'content'],
  ])('by API %s are written below their item and verified by reading them back', async (api, set, property) => {
    const { session, sandbox, target } = await openWorld()
    const item = await findFirst(session, { target: target('items', api), match: { number: '1896-S' } })
    const picture = await findFirst(session, { target: target(set, api), match: {}, at: { item: item.values['id'] } })

    const sent = await session.send({ kind: 'update', entity: picture, body: { [property]: base64 } })

    expect(sent.entity).toBeDefined()
    expect(sandbox.ledger()).toMatchObject([{ method: 'PATCH', committed: true, body: { bytes: png.length } }])
  })

  test('below which record is asked for where it is not clear', async () => {
    const { session, target } = await openWorld()

    const problem = await problemOf(session.findAll([{ target: target('pictures'), match: {}, at: { parent: 'x' } }]))

    expect(problem).toMatchObject({ code: 'bc.parent-unclear', class: 'rejected' })
    expect(problem.cause).toContain('item')
  })
})

/** A server of files at 127.0.0.1. */
async function fileServer(handle: RequestListener): Promise<string> {
  const server = createServer({ cert: testCertificate, key: testCertificateKey }, handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  )
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('content by { fetch: URL }', () => {
  const fetchFrom = async (url: (host: string) => string, handle: RequestListener, hosts?: (host: string) => string[]) => {
    const host = await fileServer(handle)
    const world = await openWithOrder({ fetch: { hosts: hosts?.(host) ?? [host], ca: 'env:FILES_CA' } })
    const before = world.sandbox.ledger().length
    const attempt = (session: Session) =>
      session.send({ kind: 'create', target: world.target('documentAttachments'), body: world.attachment({ fetch: url(host) }) })
    return { ...world, attempt: () => attempt(world.session), sentSince: () => world.sandbox.ledger().length - before }
  }

  test('comes from an allowed host, over a redirect too, without our credentials', async () => {
    const seen: (string | undefined)[] = []
    const { attempt } = await fetchFrom(
      (host) => `https://${host}/moved`,
      (request, response) => {
        seen.push(request.headers.authorization)
        if (request.url === '/moved') response.writeHead(302, { location: '/photo.png' }).end()
        else response.end(png)
      },
    )

    const { entity } = await attempt()

    expect(entity!.values['byteSize']).toBe(png.length)
    expect(seen).toEqual([undefined, undefined])
  })

  test.each([
    ['another host', () => 'https://elsewhere.example/photo.png'],
    ['another port', (host: string) => `https://${host.replace(/:\d+/, ':1')}/photo.png`],
    ['plain http', (host: string) => `http://${host}/photo.png`],
    ['a file of ours', () => 'file:///etc/passwd'],
    ['a host with a password', (host: string) => `https://u:p@${host}/photo.png`],
    ['no address at all', () => 'photo.png'],
  ])('does not come from %s', async (_, url) => {
    const { attempt, sentSince } = await fetchFrom(url, (_request, response) => response.end(png))

    expect(await problemOf(attempt())).toMatchObject({ code: 'identity.address-not-allowed', class: 'rejected' })
    expect(sentSince()).toBe(0)
  })

  test('does not come from where a redirect leads to otherwise', async () => {
    const { attempt, sentSince } = await fetchFrom(
      (host) => `https://${host}/moved`,
      (_, response) => response.writeHead(302, { location: 'https://elsewhere.example/photo.png' }).end(),
    )

    expect(await problemOf(attempt())).toMatchObject({ code: 'identity.address-not-allowed' })
    expect(sentSince()).toBe(0)
  })

  test('does not come from an allowed name that means our own network', async () => {
    const { attempt, clock, sentSince } = await fetchFrom(
      (host) => `https://${host.replace('127.0.0.1', 'localhost')}/photo.png`,
      (_, response) => response.end(png),
      (host) => [host.replace('127.0.0.1', 'localhost')],
    )

    const problem = problemOf(attempt())
    for (let count = 0; count < 3; count++) await clock.skipSleep(1, 14_000)

    expect(await problem).toMatchObject({ code: 'identity.address-not-allowed' })
    expect(sentSince()).toBe(0)
  })

  test('that is not there leaves nothing half done', async () => {
    const { attempt, sentSince } = await fetchFrom(
      (host) => `https://${host}/photo.png`,
      (_, response) => response.writeHead(404).end(),
    )

    expect(await problemOf(attempt())).toMatchObject({ code: 'transport.content-missing', class: 'rejected' })
    expect(sentSince()).toBe(0)
  })

  test.each([
    ['127.0.0.1', true],
    ['10.1.2.3', true],
    ['169.254.169.254', true],
    ['::1', true],
    ['fd00::1', true],
    ['::ffff:127.0.0.1', true],
    ['93.184.216.34', false],
    ['2606:2800::1', false],
  ])('%s is of our own network: %s', (address, expected) => {
    expect(isOwnNetwork(address)).toBe(expected)
  })
})
