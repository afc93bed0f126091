#include "ui/detail/parts_grid_accessible.h"

#include "ui/detail/parts_grid.h"

#include <QAccessibleWidget>
#include <QPointer>

namespace gantry {
namespace {

class PartItem final : public QAccessibleInterface
{
public:
    explicit PartItem(PartsGrid *grid)
        : m_grid(grid)
    {}

    bool isValid() const override { return m_grid && m_grid->currentPart() > 0; }
    QObject *object() const override { return nullptr; }
    QWindow *window() const override
    {
        const QAccessibleInterface *list = parent();
        return list ? list->window() : nullptr;
    }
    QAccessibleInterface *parent() const override
    {
        return m_grid ? QAccessible::queryAccessibleInterface(m_grid) : nullptr;
    }
    QAccessibleInterface *child(int) const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }

    QString text(QAccessible::Text kind) const override
    {
        if (!m_grid)
            return {};
        switch (kind) {
        case QAccessible::Name:
            return m_grid->spokenCurrent();
        case QAccessible::Description:
            return m_grid->factsOf(m_grid->currentPart());
        default:
            return {};
        }
    }
    void setText(QAccessible::Text, const QString &) override {}

    QRect rect() const override
    {
        if (!m_grid)
            return {};
        const QRect cell = m_grid->cellRect(m_grid->currentPart());
        return {m_grid->viewport()->mapToGlobal(cell.topLeft()), cell.size()};
    }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.focusable = true;
        state.selectable = true;
        state.focused = m_grid && m_grid->hasFocus();
        state.selected = state.focused;
        return state;
    }

private:
    QPointer<PartsGrid> m_grid;
};

class PartsList final : public QAccessibleWidget
{
public:
    explicit PartsList(PartsGrid *grid)
        : QAccessibleWidget(grid, QAccessible::List)
        , m_item(new PartItem(grid))
        , m_itemId(QAccessible::registerAccessibleInterface(m_item))
    {}

    QAccessibleInterface *item() const { return m_item; }

    int childCount() const override { return m_item->isValid() ? 1 : 0; }
    QAccessibleInterface *child(int index) const override
    {
        return index == 0 && m_item->isValid() ? m_item : nullptr;
    }
    int indexOfChild(const QAccessibleInterface *child) const override { return child == m_item ? 0 : -1; }
    QAccessibleInterface *focusChild() const override
    {
        return widget()->hasFocus() && m_item->isValid() ? m_item : nullptr;
    }
    QAccessibleInterface *childAt(int x, int y) const override
    {
        return m_item->isValid() && m_item->rect().contains(x, y) ? m_item : nullptr;
    }
    QString text(QAccessible::Text kind) const override
    {
        const auto *grid = static_cast<PartsGrid *>(widget());
        if (kind == QAccessible::Description && grid->partCount() > 0)
            return summaryText(grid->counts());
        return QAccessibleWidget::text(kind);
    }

protected:
    ~PartsList() override { QAccessible::deleteAccessibleInterface(m_itemId); }

private:
    PartItem *m_item;
    QAccessible::Id m_itemId;
};

QAccessibleInterface *make(const QString &, QObject *object)
{
    auto *grid = qobject_cast<PartsGrid *>(object);
    return grid ? new PartsList(grid) : nullptr;
}

} // namespace

void installPartsGridAccessible()
{
    QAccessible::installFactory(make);
}

void tellPartsGridFocus(PartsGrid *grid)
{
    if (!QAccessible::isActive())
        return;
    const auto *list = dynamic_cast<PartsList *>(QAccessible::queryAccessibleInterface(grid));
    if (list == nullptr)
        return;
    QAccessibleEvent focus(list->item(), QAccessible::Focus);
    QAccessible::updateAccessibility(&focus);
    QAccessibleEvent name(list->item(), QAccessible::NameChanged);
    QAccessible::updateAccessibility(&name);
}

} // namespace gantry
