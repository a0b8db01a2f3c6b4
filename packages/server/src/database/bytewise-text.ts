import {
  type ColumnDefinitionNode,
  DataTypeNode,
  type KyselyPlugin,
  OperationNodeTransformer,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  type QueryId,
  RawNode,
} from 'kysely'

/**
 * Text columns compare by their bytes, as they do in SQLite: pages come in the same order from both databases, an index
 * serves the beginnings of names, and no new release of a system's collations can make an index wrong
 * (https://wiki.postgresql.org/wiki/Locale_data_changes).
 */
export class BytewiseText implements KyselyPlugin {
  readonly #columns = new BytewiseColumns()

  transformQuery({ node, queryId }: PluginTransformQueryArgs) {
    return this.#columns.transformNode(node, queryId)
  }

  async transformResult({ result }: PluginTransformResultArgs) {
    return result
  }
}

class BytewiseColumns extends OperationNodeTransformer {
  protected override transformColumnDefinition(
    node: ColumnDefinitionNode,
    queryId?: QueryId,
  ): ColumnDefinitionNode {
    const column = super.transformColumnDefinition(node, queryId)
    const { dataType } = column
    const isText = DataTypeNode.is(dataType) && dataType.dataType === 'text'
    return isText ? { ...column, dataType: RawNode.createWithSql('text collate "C"') } : column
  }
}
